package compile

import (
	"encoding/binary"
	"slices"
	"strings"
)

// unused are the functions of Go's runtime that no program in a browser comes
// to, though the linker cannot know it: with their methods and what they have
// inside. A call of one would end the program.
var unused = []string{
	// Execution traces: only runtime/trace starts them.
	"runtime.traceAdvance", "runtime.traceAcquireEnabled", "runtime.traceLocker", "runtime.traceWriter",
	"runtime.traceEventWriter", "runtime.(*traceMap)", "runtime.(*traceStackTable)", "runtime.(*traceStringTable)",
	"runtime.(*traceTypeTable)", "runtime.(*traceRegionAlloc)", "runtime.(*traceBuf)", "runtime.traceStack",
	"runtime.traceRegisterLabelsAndReasons", "runtime.traceThreadDestroy", "runtime.(*traceAdvancerState)",
	// Profiles: only runtime/pprof and the testing package start them.
	"runtime.(*profBuf)", "runtime.stkbucket", "runtime.setprofilebucket", "runtime.saveblockevent",
	"runtime.tryRecordGoroutineProfile", "runtime.findMaybeRunnableGoroutines",
	// Tests with a clock of their own: testing/synctest.
	"runtime.(*synctestBubble)",
	// What GODEBUG switches on.
	"runtime.schedtrace", "runtime.checkFinalizersAndCleanups", "runtime.printScavTrace", "runtime.startCheckmarks",
	"runtime.runCheckmark", "runtime.setCheckmark", "runtime.printAncestorTraceback", "runtime.scanConservative",
	"runtime.dumpStacksRec", "runtime.dumpTypesRec", "runtime.dumpScanStats",
	"runtime.postMallocgcDebug", "runtime.findGoroutineLeaks",
	// Several threads, and C.
	"runtime.startm", "runtime.handoffp", "runtime.mexit", "runtime.oneNewExtraM", "runtime.newm", "runtime.stoplockedm",
	"runtime.startlockedm", "runtime.preemptPark", "runtime.printCgoTraceback", "runtime.expandCgoFrames",
	"runtime.reentersyscall", "runtime.exitsyscall", "runtime.exitsyscallNoP", "runtime.cgocall",
	"runtime.exitsyscallTryGetP", "runtime.printOneCgoTraceback", "runtime.runqsteal", "runtime.(*p).destroy",
	// Several modules, of plugins.
	"runtime.typesEqual",
	// Pictures of a broken heap, before the program ends anyway.
	"runtime.badPointer", "runtime.(*mspan).reportZombies", "runtime.gcDumpObject", "runtime.hexdumpWords", "runtime.(*hexdumper)", "runtime.tracebackHexdump",
}

// idle are those that come to nothing: checks of what a build has checked, what
// several modules have among them, what GODEBUG says, and arguments in a trace,
// where no argument has a name. A call of one returns at once.
var idle = []string{
	"runtime.check", "runtime.moduledataverify1", "runtime.typelinksinit", "runtime.parsegodebug", "runtime.printArgs",
}

// used are the exceptions.
var used = []string{"runtime.traceLocker.ok"}

// isUnused says whether a function is one of those, or inside one.
func isUnused(name string) bool {
	return !slices.Contains(used, name) && slices.ContainsFunc(unused, func(known string) bool {
		rest, is := strings.CutPrefix(name, known)
		return is && (rest == "" || rest[0] == '.')
	})
}

// unreachable is the code of a function that is never called.
var unreachable = []instruction{{opUnreachable, nil}, {opEnd, nil}}

// returning is the code of a function that takes its return address off Go's
// stack, and no more.
var returning = []instruction{
	{opGlobalGet, []byte{globalSP}}, {opConst, []byte{8}}, {opAdd, nil}, {opGlobalSet, []byte{globalSP}},
	{opConst, []byte{0}}, {opEnd, nil},
}

// dropUnused empties the unused functions, and those that only they call.
func (p *linked) dropUnused() {
	dropped := make([]bool, len(p.bodies))
	for i, fn := range p.functions.each {
		name := p.functions.name(fn)
		dropped[i] = isUnused(name)
		if slices.Contains(idle, name) {
			p.bodies[i] = body{locals: []byte{0}, code: returning}
			p.functions.forget(fn)
		}
	}
	called := p.reached(dropped, append(p.taken(), p.exports...))
	for i := range p.bodies {
		if !called[i] {
			p.bodies[i] = body{locals: []byte{0}, code: unreachable}
			p.functions.forget(p.functions.each[i])
		}
	}
}

// reached are the functions that can be called: from some on, but not through
// those that are dropped.
func (p *linked) reached(dropped []bool, from []int) []bool {
	is := make([]bool, len(p.bodies))
	visit := func(i int) {
		if i >= 0 && i < len(is) && !is[i] && !dropped[i] {
			is[i] = true
			from = append(from, i)
		}
	}
	start := from
	from = nil
	for _, i := range start {
		visit(i)
	}
	first := p.functions.each[0].entry()
	for len(from) > 0 {
		now := from[len(from)-1]
		from = from[:len(from)-1]
		for _, x := range p.bodies[now].code {
			switch x.op {
			case opCall:
				visit(x.unsigned() - p.imports)
			case opConst64:
				visit(x.signed()>>placeBits - first)
			case opConst:
				visit(x.signed() - first)
			}
		}
	}
	return is
}

// taken are the functions that the memory may refer to: as addresses, in words
// of 8 bytes, and as entries, in words of 4. What only looks so is a function too
// many.
func (p *linked) taken() []int {
	first := p.functions.each[0].entry()
	count := len(p.functions.each)
	var all []int
	note := func(i int) {
		if i >= 0 && i < count {
			all = append(all, i)
		}
	}
	for i, s := range p.memory {
		for at := -s.at & 3; at+4 <= len(s.bytes); at += 4 {
			if i == p.segment && p.functions.has(at) {
				continue
			}
			note(int(binary.LittleEndian.Uint32(s.bytes[at:])) - first)
			if at+8 <= len(s.bytes) {
				note(int(binary.LittleEndian.Uint64(s.bytes[at:])>>placeBits) - first)
			}
		}
	}
	return all
}
