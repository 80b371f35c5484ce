// Command goldens writes down what pprof prints for each profile: one file for each command, and a list of
// the commands. It runs in the folder that holds recorded/ and corners/, so that the arguments name no other place.
//
//	goldens PPROF
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Where rows tie, pprof lists them in an order that may differ from run to run. A command is kept when so many
// runs print the same. That happens with files, call trees, diffs and functions that share a name, where one order
// can be far more common than another: those run often.
const (
	runs      = 16
	runsOfTie = 120
)

// golden is one command, and where its output goes.
type golden struct {
	output string
	args   []string
	status int
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: goldens PPROF")
	}
	home, err := os.MkdirTemp("", "goldens")
	check(err)
	defer os.RemoveAll(home)
	pprof := reference{program: os.Args[1], home: home}

	check(os.RemoveAll("goldens"))
	var kept, wavering []golden
	for _, g := range pprof.runAll(commands()) {
		if g.status < 0 {
			wavering = append(wavering, g)
		} else {
			kept = append(kept, g)
		}
	}
	check(os.WriteFile("goldens/COMMANDS.tsv", table(kept), 0o644))
	fmt.Printf("%d goldens; %d left out, as pprof prints something else each time:\n", len(kept), len(wavering))
	for _, g := range wavering {
		fmt.Println(" ", g.output)
	}
}

func table(goldens []golden) []byte {
	slices.SortFunc(goldens, func(a, b golden) int { return strings.Compare(a.output, b.output) })
	var out bytes.Buffer
	for _, g := range goldens {
		fmt.Fprintf(&out, "%s\t%d\t%s\n", g.output, g.status, strings.Join(g.args, "\t"))
	}
	return out.Bytes()
}

// reference is the pprof that we compare with.
type reference struct {
	program string
	home    string // an empty folder for HOME and PATH: nobody's settings, binaries or object tools come in
}

// runAll makes the goldens, two at a time. Those that waver come back with status -1 and leave no file.
func (p reference) runAll(all []golden) []golden {
	var workers sync.WaitGroup
	next := make(chan *golden)
	for range 2 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for g := range next {
				p.make(g)
			}
		}()
	}
	for i := range all {
		next <- &all[i]
	}
	close(next)
	workers.Wait()
	return all
}

func (p reference) make(g *golden) {
	status, stdout, stderr := p.run(g.args)
	for range runsOf(g) - 1 {
		if s, o, e := p.run(g.args); s != status || !bytes.Equal(o, stdout) || !bytes.Equal(e, stderr) {
			g.status = -1
			return
		}
	}
	g.status = status
	path := filepath.Join("goldens", g.output)
	check(os.MkdirAll(filepath.Dir(path), 0o755))
	check(os.WriteFile(path, stdout, 0o644))
	if len(stderr) > 0 {
		check(os.WriteFile(path+".err", stderr, 0o644))
	}
}

func runsOf(g *golden) int {
	line := strings.Join(g.args, " ")
	for _, word := range []string{"-files", "-call_tree", "-base", "-diff_base", "names.same", "labels.base"} {
		if strings.Contains(line, word) {
			return runsOfTie
		}
	}
	return runs
}

func (p reference) run(args []string) (status int, stdout, stderr []byte) {
	var out, messages bytes.Buffer
	command := exec.Command(p.program, append([]string{"-symbolize=none"}, args...)...)
	command.Env = []string{"TZ=UTC", "HOME=" + p.home, "PPROF_TMPDIR=" + p.home, "PATH=" + p.home}
	command.Stdout, command.Stderr = &out, &messages
	if err := command.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			log.Fatal(err)
		}
		status = exit.ExitCode()
	}
	if strings.HasPrefix(args[0], "-weblist=") {
		return status, bodyOf(out.Bytes()), bytes.TrimPrefix(messages.Bytes(), []byte("Generating report in /dev/stdout\n"))
	}
	return status, out.Bytes(), messages.Bytes()
}

// bodyOf leaves out how pprof's page looks and unfolds, which is its own.
func bodyOf(page []byte) []byte {
	_, body, _ := bytes.Cut(page, []byte("</head>\n"))
	return body
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
