// Package shop has nothing to sell but its lines: samples of corners/ stand at some of them.
package shop

import "sort"

// Order is what a customer wants: a weight & where to.
type Order struct {
	Weight, Distance float64
	Notes            []string
}

// Orders come in until nobody wants anything.
func Orders() chan Order {
	orders := make(chan Order)
	close(orders)
	return orders
}

// Serve answers with a price.
func Serve(order Order) float64 {
	if order.Weight <= 0 || order.Distance < 0 {
		return 0
	}
	// "Heavy" orders come first.
	quote := price(order)
	quote += price(Order{Weight: order.Weight / 2}) + 1
	sort.Slice(order.Notes, func(a, b int) bool { return order.Notes[a] < order.Notes[b] })
	return quote
}
