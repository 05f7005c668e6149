package compile

import (
	"encoding/binary"
	"slices"
)

// The opcodes that matter here (WebAssembly core specification).
const (
	opUnreachable = 0x00
	opNothing     = 0x01
	opBlock       = 0x02
	opLoop        = 0x03
	opIf          = 0x04
	opBranch      = 0x0c
	opBranchIf    = 0x0d
	opBranchTable = 0x0e
	opReturn      = 0x0f
	opCall        = 0x10
	opCallTable   = 0x11 // call_indirect
	opDrop        = 0x1a
	opSelect      = 0x1b
	opGet         = 0x20 // local.get
	opSet         = 0x21
	opTee         = 0x22
	opGlobalGet   = 0x23
	opGlobalSet   = 0x24
	opFirstLoad   = 0x28
	opLoadWord    = 0x28 // i32.load
	opLoadByte    = 0x2d // i32.load8_u
	opLastLoad    = 0x35
	opFirstStore  = 0x36
	opStore       = 0x37 // i64.store
	opLastStore   = 0x3e
	opMemorySize  = 0x3f
	opMemoryGrow  = 0x40
	opConst64     = 0x42
	opConstF32    = 0x43
	opConstF64    = 0x44
	opLess        = 0x49 // i32.lt_u
	opAdd         = 0x6a // i32.add
	opSub         = 0x6b
	opMultiply    = 0x6c
	opAnd         = 0x71
	opShiftLeft   = 0x74
	opShiftRight  = 0x76 // i32.shr_u
	opAdd64       = 0x7c
	opWrap        = 0xa7 // i32.wrap_i64
	opExtend      = 0xad // i64.extend_i32_u
	opMore        = 0xfc // a second number says what

	moreConversions = 8 // are below
	moreCopy        = 10
	moreFill        = 11

	emptyBlock = 0x40
)

// instruction is one with its operands, as they are written.
type instruction struct {
	op   byte
	args []byte
}

// body is a function's code.
type body struct {
	locals []byte
	code   []instruction
}

// bodies reads a code section.
func bodies(section []byte) ([]body, error) {
	r := &reader{rest: section}
	count := r.unsigned()
	all := make([]body, 0, min(count, len(section)))
	for range count {
		f := &reader{rest: r.take(r.unsigned())}
		all = append(all, f.body())
		if r.failed || f.failed {
			return nil, errModule
		}
	}
	return all, nil
}

func (r *reader) body() body {
	start := r.rest
	for range r.unsigned() {
		r.unsigned()
		r.take(1)
	}
	b := body{locals: start[:len(start)-len(r.rest)]}
	for len(r.rest) > 0 && !r.failed {
		op := r.take(1)[0]
		start := r.rest
		r.skip(op)
		b.code = append(b.code, instruction{op, start[:len(start)-len(r.rest)]})
	}
	return b
}

// skip goes behind the operands of an opcode.
func (r *reader) skip(op byte) {
	switch {
	case op == opBlock, op == opLoop, op == opIf, op == opMemorySize, op == opMemoryGrow:
		r.take(1)
	case op == opBranch, op == opBranchIf, op == opCall, op == opConst, op == opConst64, op >= opGet && op <= opGlobalSet:
		r.number()
	case op == opCallTable, op >= opFirstLoad && op <= opLastStore:
		r.number()
		r.number()
	case op == opBranchTable:
		for range r.unsigned() + 1 {
			r.number()
		}
	case op == opConstF32:
		r.take(4)
	case op == opConstF64:
		r.take(8)
	case op == opMore:
		switch r.unsigned() {
		case moreCopy:
			r.take(2)
		case moreFill:
			r.take(1)
		}
	}
}

// number goes behind a LEB128 number of up to 64 bits.
func (r *reader) number() {
	for range 10 {
		if r.take(1)[0]&0x80 == 0 {
			return
		}
	}
	r.failed = true
}

// codeBody writes what bodies read.
func codeBody(all []body) []byte {
	out := binary.AppendUvarint(nil, uint64(len(all)))
	for _, b := range all {
		out = append(out, b.text()...)
	}
	return out
}

// text is a body with its length before it.
func (b body) text() []byte {
	text := slices.Clone(b.locals)
	for _, i := range b.code {
		text = append(append(text, i.op), i.args...)
	}
	return append(binary.AppendUvarint(nil, uint64(len(text))), text...)
}

// is says whether the instruction has exactly these operands.
func (i instruction) is(op byte, args ...byte) bool {
	return i.op == op && slices.Equal(i.args, args)
}

// signed is the instruction's operand.
func (i instruction) signed() int {
	r := reader{rest: i.args}
	return r.signed()
}

// unsigned is the instruction's first operand.
func (i instruction) unsigned() int {
	r := reader{rest: i.args}
	return r.unsigned()
}

// signedOf makes an instruction with one operand.
func signedOf(op byte, operand int) instruction {
	return instruction{op, appendSigned(nil, operand)}
}

func unsignedOf(op byte, operand int) instruction {
	return instruction{op, binary.AppendUvarint(nil, uint64(operand))}
}
