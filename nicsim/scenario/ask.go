package scenario

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/driver"
)

// Bounds of what a request may ask for.
const (
	maxBuffer  = 1<<16 - 1
	maxSeconds = 1<<16 - 1
)

// asking reads "query OID[.REVISION] [LENGTH]" or "set OID [STRUCTURE[.REVISION]]"
// and its options; method and statistics alike. The sender is the protocol, where there is one.
func asking(s *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
	a := nicsim.Asking{}
	a.Type, _ = oid.ParseType(s.Verb)
	if scene.Miniport == nil {
		return nil, ndis.NewError(CodeStepParty, trace.Miniport.String())
	}
	for _, read := range []func(*Step, *Scenario, *nicsim.Asking) error{(*Step).askOID, (*Step).askNumbers, (*Step).askPath, (*Step).askBuffer, (*Step).askSender, (*Step).askAssociations} {
		if err := read(s, scene, &a); err != nil {
			return nil, err.(*ndis.Error)
		}
	}
	return nicsim.Ask(a), nil
}

func (s *Step) askOID(_ *Scenario, a *nicsim.Asking) (err error) {
	name, _ := driver.SplitRevision(s.Args[0])
	a.OID, err = catalog.OIDNamed(name)
	return err
}

func (s *Step) askNumbers(_ *Scenario, a *nicsim.Asking) (err error) {
	timeout, wrong := s.number("timeout", 0)
	if wrong != nil {
		return wrong
	}
	a.Timeout = timeout
	if len(s.Args) < 2 || s.carried() != "" {
		return nil
	}
	length, err := ndis.TextValue(s.Args[1]).AsInt(maxBuffer)
	a.Length = &length
	return err
}

func (s *Step) askPath(_ *Scenario, a *nicsim.Asking) error {
	text := s.option("via")
	if text == "" {
		return nil
	}
	path, ok := oid.ParsePath(text)
	if !ok {
		return ndis.NewError(CodeStepSyntax, text).Suggest(oid.Regular.String(), oid.Direct.String(), oid.Synchronous.String())
	}
	a.Path = &path
	return nil
}

// askBuffer reads what the buffer carries: bytes, or the OID's structure with the
// revision and the members that the step names.
func (s *Step) askBuffer(_ *Scenario, a *nicsim.Asking) (err error) {
	if text := s.option("bytes"); text != "" {
		a.Bytes, err = base64.RawURLEncoding.DecodeString(text)
		if err != nil || len(a.Bytes) > maxBuffer {
			return ndis.NewError(CodeStepSyntax, text)
		}
		return nil
	}
	if name := s.carried(); name != "" {
		a.Buffer, err = s.buffer(name)
		return err
	}
	_, revision := driver.SplitRevision(s.Args[0])
	said := revision != "" || len(s.Members) > 0 || s.option("size") != "" || s.option("type") != "" || s.option("delivered") != ""
	expected, _, _ := oid.For(a.OID.Name, a.Type)
	if _, ok := expected.Structure(); !ok || !said {
		if said {
			return ndis.NewError(CodeStepNoStructure, a.OID.String(), s.Verb)
		}
		return nil
	}
	name := expected.Carries
	if revision != "" {
		name += "." + revision
	}
	a.Buffer, err = s.buffer(name)
	return err
}

// carried is the structure that a step names behind the OID, "" where a length or
// nothing stands there.
func (s *Step) carried() string {
	if len(s.Args) < 2 || s.Args[1] == "" || s.Args[1][0] >= '0' && s.Args[1][0] <= '9' {
		return ""
	}
	return s.Args[1]
}

func (s *Step) askSender(scene *Scenario, a *nicsim.Asking) error {
	party, err := s.sender(scene)
	if err != nil {
		return err
	}
	a.From = party
	return nil
}

// askAssociations reads what a request says of security associations: how many
// structures, which association, which keys.
func (s *Step) askAssociations(_ *Scenario, a *nicsim.Asking) error {
	var err *ndis.Error
	if a.List, err = s.number("list", 0); err != nil {
		return err
	}
	if a.Association, err = s.number("sa", 0); err != nil {
		return err
	}
	if text := s.option("key"); text != "" {
		key, err := hex.DecodeString(text)
		if err != nil {
			return ndis.NewError(CodeStepSyntax, text)
		}
		a.Key = key
	}
	return s.askTable(a)
}

// askTable reads the processors of a table: "table:0,1,2,3".
func (s *Step) askTable(a *nicsim.Asking) error {
	text := s.option("table")
	if text == "" {
		return nil
	}
	if entries := 1 + strings.Count(text, ","); entries > maxTable {
		return ndis.NewError(CodeStepEntries, strconv.Itoa(entries), strconv.Itoa(maxTable))
	}
	for cpu := range strings.SplitSeq(text, ",") {
		n, ok := ndis.ParseNumber(cpu, 8)
		if !ok {
			return ndis.NewError(ndis.CodeNumberWrong, cpu, "0..255")
		}
		a.Table = append(a.Table, int(n))
	}
	return nil
}

// maxTable bounds the table of RSS, as NDIS does.
const maxTable = 128
