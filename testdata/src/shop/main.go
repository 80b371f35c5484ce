// Command shop sells parcels. Nobody builds it: it is the text behind the profiles of corners/,
// whose samples stand at some of its lines. So these must stay where they are.
package main

import "shop"

// main serves
// until it is
// told to stop.
func main() {
	for order := range shop.Orders() {
		shop.Serve(order) // <- all of it
	}
}
