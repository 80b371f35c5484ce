// Package ledger books what was earned. It does two things that a mutex and a block profile should find:
// it formats receipts under its lock, and it hands them to a printer that takes its time.
package ledger

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"parcels.example/pricing"
)

// Ledger is the day's takings.
type Ledger struct {
	mu      sync.Mutex
	total   pricing.Cents
	day     []string
	printer chan string
}

// Open starts a ledger and its printer, which needs pause for each receipt.
func Open(pause time.Duration) *Ledger {
	l := &Ledger{printer: make(chan string, 2)}
	go l.print(pause)
	return l
}

// Close lets the printer finish.
func (l *Ledger) Close() { close(l.printer) }

// Book adds the quotes of one customer.
func (l *Ledger) Book(quotes []pricing.Quote) {
	receipt := l.enter(quotes)
	l.printer <- receipt // waits when the printer is behind: the block hot spot
}

// enter does under the lock what could be done before it: the mutex hot spot.
func (l *Ledger) enter(quotes []pricing.Quote) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var text strings.Builder
	for _, quote := range quotes {
		l.total += quote.Price
		fmt.Fprintf(&text, "%-16s %8.2f\n", quote.Code, float64(quote.Price)/100)
		for _, line := range quote.Lines {
			fmt.Fprintf(&text, "  %-14s %8.2f\n", line.Reason, float64(line.Amount)/100)
		}
	}
	if l.day = append(l.day, text.String()); len(l.day) > 500 {
		l.day = l.day[:0]
	}
	return text.String()
}

func (l *Ledger) print(pause time.Duration) {
	for range l.printer {
		time.Sleep(pause)
	}
}
