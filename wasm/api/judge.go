//go:build js && wasm

package main

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
)

// headerNumbers reads the header that is to be judged. Its type is the
// structure's and its size the revision's where they are not given.
func (a *arguments) headerNumbers(s *catalog.Structure, arch ndis.Arch) (ndis.ObjectHeader, error) {
	if !a.has("header.revision") {
		return ndis.ObjectHeader{}, ndis.NewError(codeMissing, "header.revision").In("header.revision")
	}
	revision, err := a.int("header.revision", 255, 0)
	if err != nil {
		return ndis.ObjectHeader{}, err
	}
	objectType, _ := s.ObjectType()
	if v, ok := a.byPath["header.type"]; ok {
		if objectType, err = ndis.ParseObjectType(v.Text); err != nil {
			return ndis.ObjectHeader{}, at(err, "header.type")
		}
	}
	layout, err := s.Layout(catalog.Options{Arch: arch, Revision: revision})
	right := 0
	if err == nil && revision > 0 {
		right = layout.Size
	}
	size, err := a.int("header.size", 65535, right)
	return ndis.ObjectHeader{Type: objectType, Revision: uint8(revision), Size: uint16(size)}, err
}

// check judges a header before a reader.
func check(a *arguments, w *writer) error {
	s, err := a.structure()
	if err != nil {
		return err
	}
	if len(s.Revisions) == 0 || !s.Versioned() {
		return ndis.NewError(catalog.CodeRevisionUnknown, s.Name, "1").In("structure")
	}
	arch, err := a.arch()
	if err != nil {
		return err
	}
	header, err := a.headerNumbers(s, arch)
	if err != nil {
		return err
	}
	available, err := a.int("available", 1<<30, int(header.Size))
	if err != nil {
		return err
	}
	sent := &negotiate.Sent{
		Structure: s, From: trace.Party{Kind: trace.NDIS}, To: trace.Party{Kind: trace.Protocol},
		Object: trace.NoObject, Header: header, Available: available,
	}
	j := &negotiate.Judge{Recorder: &trace.Recorder{}, Host: ndis.Newest(), Arch: arch}
	result, err := a.judge(j, sent)
	if err != nil {
		return err
	}
	w.open('{')
	w.pair("verdict", result.Verdict.String())
	w.key("usedRevision")
	if result.Used > 0 {
		w.int(result.Used)
	} else {
		w.null()
	}
	w.status(result.Status)
	w.pair("rule", string(result.Rule))
	w.key("events")
	w.events(j.Trace(trace.Outcome{}).Events)
	w.close('}')
	return nil
}

// judge runs the receiver's table, or that of NDIS where it is the reader.
func (a *arguments) judge(j *negotiate.Judge, s *negotiate.Sent) (negotiate.Result, error) {
	if v, ok := a.byPath["reader"]; !ok || v.Text != "NDIS" {
		if a.has("call") {
			return negotiate.Result{}, ndis.NewError(ndis.CodeKeyUnknown, "call").In("call")
		}
		if err := a.unread(); err != nil {
			return negotiate.Result{}, err
		}
		known, err := a.reader(s.Structure)
		if err != nil {
			return negotiate.Result{}, err
		}
		return j.Receive(s, known), nil
	}
	return a.judgeForNdis(j, s)
}

// unread checks what a reader other than NDIS does not look at.
func (a *arguments) unread() error {
	for _, path := range []string{"sender", "host"} {
		if !a.has(path) {
			continue
		}
		if _, err := a.version(path); err != nil {
			return err
		}
	}
	_, err := parsed(a, "mode", negotiate.ParseMode, negotiate.Documented)
	return err
}

func (a *arguments) judgeForNdis(j *negotiate.Judge, s *negotiate.Sent) (negotiate.Result, error) {
	var none negotiate.Result
	for _, path := range []string{"sender", "host"} {
		if !a.has(path) {
			return none, ndis.NewError(codeMissing, path).In(path)
		}
	}
	sender, err := a.version("sender")
	if err != nil {
		return none, err
	}
	if j.Host, err = a.version("host"); err != nil {
		return none, err
	}
	if j.Mode, err = parsed(a, "mode", negotiate.ParseMode, negotiate.Documented); err != nil {
		return none, err
	}
	kind, err := parsed(a, "call", negotiate.ParseCallKind, negotiate.CallFor(s.Structure.Name))
	if err != nil {
		return none, err
	}
	s.From, s.To = trace.Party{Kind: trace.Miniport}, trace.Party{Kind: trace.NDIS}
	return j.Pass(s, kind, sender), nil
}
