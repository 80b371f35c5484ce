module parcels.example

go 1.24
