package ndis

// Named is an official name, its value, and the first version that has it: zero
// where the header does not guard it.
type Named struct {
	Name  string
	Value uint64
	Since Version
}

// NamedStatuses lists the statuses with their values. Two names of one value
// both stand in it.
func NamedStatuses() []Named { return statuses().rows }

// NamedObjectTypes lists the object types with their values.
func NamedObjectTypes() []Named { return objectTypes().rows }
