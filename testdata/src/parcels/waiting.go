package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

// openShops is a profile of our own: where the shops were opened that are not yet closed.
var openShops = pprof.NewProfile("parcels.open_shops")

type shop struct{ name string }

// wait starts goroutines that wait in all the ways that Go has a word for: couriers many of them, the rest one
// each. It returns once they are on their way; the function it returns lets go those that can be let go.
func wait(couriers int) (release func()) {
	closed := make(chan struct{})
	for i := range couriers {
		set := pprof.Labels("depot", fmt.Sprintf("d%d", i%4), "shift", []string{"early", "late"}[i%2])
		go pprof.Do(context.Background(), set, func(context.Context) { courier(i, closed) })
	}
	for _, name := range []string{"north", "south", "east"} {
		openShops.Add(&shop{name}, 0)
	}

	var desk sync.Mutex
	var shelf sync.RWMutex
	var vans sync.WaitGroup
	bell := sync.NewCond(new(sync.Mutex))
	desk.Lock()
	shelf.Lock()
	vans.Add(1)
	go queueAtDesk(&desk)
	go lookAtShelf(&shelf)
	go waitForVans(&vans)
	go listenForBell(bell)
	go handOver(make(chan string))
	go nothingToDo()
	go neverAnswered(nil)
	go sleepUntilMorning(closed)
	go tiedToDesk(closed)

	reader, writer, err := os.Pipe()
	check(err)
	reader.Fd() // makes the pipe a blocking one: reading it is a system call and not a wait for the network
	go readDoorbell(reader)

	return func() {
		close(closed)
		desk.Unlock()
		shelf.Unlock()
		vans.Done()
		bell.Broadcast()
		writer.Close()
	}
}

func courier(number int, closed <-chan struct{}) {
	switch number % 7 {
	case 0, 1, 2, 4:
		waitForParcel(closed)
	case 3, 5:
		chooseRound(make(chan int), closed)
	case 6:
		restUntil(closed, time.Hour)
	}
}

func waitForParcel(closed <-chan struct{}) { <-closed }

func chooseRound(rounds <-chan int, closed <-chan struct{}) {
	select {
	case <-rounds:
	case <-closed:
	}
}

func restUntil(closed <-chan struct{}, limit time.Duration) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-closed:
	}
}

func queueAtDesk(desk *sync.Mutex)     { desk.Lock(); defer desk.Unlock() }
func lookAtShelf(shelf *sync.RWMutex)  { shelf.RLock(); defer shelf.RUnlock() }
func waitForVans(vans *sync.WaitGroup) { vans.Wait() }
func handOver(hatch chan<- string)     { hatch <- "a parcel" }
func neverAnswered(phone <-chan int)   { <-phone }
func nothingToDo()                     { select {} }

func listenForBell(bell *sync.Cond) {
	bell.L.Lock()
	defer bell.L.Unlock()
	bell.Wait()
}

func sleepUntilMorning(closed <-chan struct{}) {
	for {
		select {
		case <-closed:
			return
		default:
			time.Sleep(30 * time.Minute)
		}
	}
}

func tiedToDesk(closed <-chan struct{}) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	<-closed
}

func readDoorbell(bell *os.File) {
	var one [1]byte
	syscall.Read(int(bell.Fd()), one[:])
}
