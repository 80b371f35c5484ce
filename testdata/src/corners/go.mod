module corners.example

go 1.24
