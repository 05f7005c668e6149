module ndisplayground

go 1.26
