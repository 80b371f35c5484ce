// Package cache remembers the answers asked for most recently.
package cache

import (
	"container/list"
	"sync"
)

// LRU keeps up to a number of values and forgets the least recently used. Generic, so that a profile shows
// names such as (*LRU[go.shape.int,go.shape.string]).Get.
type LRU[K comparable, V any] struct {
	mu    sync.Mutex
	limit int
	order *list.List // of entry[K, V], latest first
	byKey map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

// New makes a cache of limit values.
func New[K comparable, V any](limit int) *LRU[K, V] {
	return &LRU[K, V]{limit: limit, order: list.New(), byKey: make(map[K]*list.Element)}
}

// Get returns the value of a key and makes it when it is not there. Two callers may make the same value:
// cheaper than holding the lock meanwhile.
func (c *LRU[K, V]) Get(key K, make func(K) V) V {
	if value, ok := c.lookup(key); ok {
		return value
	}
	value := make(key)
	c.store(key, value)
	return value
}

func (c *LRU[K, V]) lookup(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.byKey[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(element)
	return element.Value.(entry[K, V]).value, true
}

func (c *LRU[K, V]) store(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byKey[key] = c.order.PushFront(entry[K, V]{key, value})
	if c.order.Len() > c.limit {
		oldest := c.order.Remove(c.order.Back()).(entry[K, V])
		delete(c.byKey, oldest.key)
	}
}
