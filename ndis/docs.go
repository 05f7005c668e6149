package ndis

// driverDocs is where Microsoft keeps the documentation of drivers.
const driverDocs = "https://learn.microsoft.com/windows-hardware/drivers/"

// DocURL is the address of a documentation page that the catalogue names; "" for
// none.
func DocURL(page string) string {
	if page == "" {
		return ""
	}
	return driverDocs + page
}
