// Package tracking knows where each parcel is.
package tracking

import (
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"sync"
)

var codePattern = regexp.MustCompile(`^(?:[A-Z]{2}-)?([A-Z2-7]{4})-([A-Z2-7]{4})-[0-9]+$`)

// Code makes the tracking code of a parcel: it cannot be guessed from the number alone.
func Code(number int) string {
	sum := sha256.Sum256([]byte{byte(number), byte(number >> 8), byte(number >> 16), 'p'})
	text := base32.StdEncoding.EncodeToString(sum[:5])
	return text[:4] + "-" + text[4:8] + "-" + string('0'+rune(number%10))
}

// Valid tells a code from a typing error.
func Valid(code string) bool { return codePattern.MatchString(code) }

// Event is a scan at a depot.
type Event struct {
	Depot int    `json:"depot"`
	What  string `json:"what"`
}

// Log is the history of all parcels.
type Log struct {
	mu        sync.RWMutex
	history   map[string][]Event
	followers map[string][]*Follower
}

// Follower is a customer who wants to hear of each scan.
type Follower struct {
	inbox  [4096]byte
	unread int
}

// NewLog makes an empty log.
func NewLog() *Log {
	return &Log{history: make(map[string][]Event), followers: make(map[string][]*Follower)}
}

// Scan adds an event.
func (l *Log) Scan(code string, event Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.history[code] = append(l.history[code], event)
	for _, follower := range l.followers[code] {
		follower.unread += copy(follower.inbox[follower.unread:], event.What)
	}
}

// History returns what happened to a parcel.
func (l *Log) History(code string) []Event {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return append([]Event(nil), l.history[code]...)
}

// Follow subscribes to a parcel. Nobody ever unsubscribes: this is the leak.
func (l *Log) Follow(code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.followers[code] = append(l.followers[code], new(Follower))
}

// Forget drops the history before the season, which makes one part of the heap shrink while the leak grows.
func (l *Log) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.history)
}
