module goldens.example

go 1.24
