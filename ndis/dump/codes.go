package dump

import "ndisplayground/ndis"

// Codes of pastes that cannot be read.
const (
	// CodeEmpty: there is nothing in the paste.
	CodeEmpty ndis.Code = "dump-empty"
	// CodeUnknown: no format is recognised.
	CodeUnknown ndis.Code = "dump-unknown"
	// CodeFormat: there is no format of that name.
	CodeFormat ndis.Code = "dump-format"
	// CodeAmbiguous: two formats fit, with different bytes.
	CodeAmbiguous ndis.Code = "dump-ambiguous"
	// CodeLine: a line of a dump, but a damaged one.
	CodeLine ndis.Code = "dump-line"
	// CodeGroup: a group of digits is shorter or longer than the others.
	CodeGroup ndis.Code = "dump-group"
	// CodeStride: the next address does not follow from the bytes before it.
	CodeStride ndis.Code = "dump-stride"
	// CodeSeveral: another dump begins.
	CodeSeveral ndis.Code = "dump-several"
	// CodeOrder: nothing tells in which order the bytes of a word stand.
	CodeOrder ndis.Code = "dump-order"
	// CodeASCII: the text column shows other characters than the bytes.
	CodeASCII ndis.Code = "dump-ascii"
	// CodeTail: what stands behind the bytes is neither their text nor a remark.
	CodeTail ndis.Code = "dump-tail"
	// CodeUnreadable: memory that the debugger could not read, before other bytes.
	CodeUnreadable ndis.Code = "dump-unreadable"
	// CodeBits: bits and hex digits differ.
	CodeBits ndis.Code = "dump-bits"
	// CodeSqueeze: a "*" does not stand between lines that tell how many it replaces.
	CodeSqueeze ndis.Code = "dump-squeeze"
	// CodeTooLong: a few characters stand for too many bytes.
	CodeTooLong ndis.Code = "dump-too-long"
	// CodeDigits: hex digits that make no whole bytes, or no hex digits.
	CodeDigits ndis.Code = "dump-digits"
	// CodeBase64: no base64.
	CodeBase64 ndis.Code = "dump-base64"
	// CodeEscape: an escape sequence that is none, or that C and others read differently.
	CodeEscape ndis.Code = "dump-escape"
	// CodeNumber: no number, or one that does not fit its type.
	CodeNumber ndis.Code = "dump-number"
	// CodeSyntax: C goes on in another way.
	CodeSyntax ndis.Code = "dump-syntax"
	// CodeStructure: nothing names the structure.
	CodeStructure ndis.Code = "dump-structure"
	// CodeOffset: a member lies elsewhere than in the catalogue.
	CodeOffset ndis.Code = "dump-offset"
	// CodeNoValues: the debugger was given no address and showed types alone.
	CodeNoValues ndis.Code = "dump-no-values"
	// CodeValue: a member's value is cut or unclear.
	CodeValue ndis.Code = "dump-value"
	// CodeMembersMissing: members before the last one shown are not shown.
	CodeMembersMissing ndis.Code = "dump-members-missing"
)

// Codes of notes: the bytes are right if what they say is.
const (
	// CodeSkipped: lines that are no part of the dump were passed over.
	CodeSkipped ndis.Code = "dump-skipped"
	// CodeRepeated: a line stands there twice.
	CodeRepeated ndis.Code = "dump-repeated"
	// CodeFilled: a "*" was replaced by the lines that it stands for.
	CodeFilled ndis.Code = "dump-filled"
	// CodeCommand: the command that was pasted too decided.
	CodeCommand ndis.Code = "dump-command"
	// CodeOrderAssumed: words without addresses were taken in the order written.
	CodeOrderAssumed ndis.Code = "dump-order-assumed"
	// CodeWidthAssumed: elements of an unknown type were taken for bytes.
	CodeWidthAssumed ndis.Code = "dump-width-assumed"
	// CodeConditional: conditions or copies may make something else of a structure.
	CodeConditional ndis.Code = "dump-conditional"
	// CodePadding: the last byte may be padding.
	CodePadding ndis.Code = "dump-padding"
	// CodeBehind: what lies behind the bytes could not be read, or is not shown.
	CodeBehind ndis.Code = "dump-behind"
	// CodePointerAssumed: pointers were taken to be eight bytes wide.
	CodePointerAssumed ndis.Code = "dump-pointer-assumed"
)
