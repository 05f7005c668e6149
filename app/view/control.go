package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// none stands for "as it is by default" in a select: go-app drops empty values.
const none = "-"

// option is a choice of a select.
type option struct{ value, label string }

// Draft is what somebody wrote that was refused: it stays in its field.
type Draft struct{ Text, Error string }

// control is what all controls have in common.
type control struct {
	path  string // key of the scenario, or ""
	do    string // action of the page, or ""
	arg   string
	label string
	hint  string // below the control
}

func (c control) key() string { return c.path + c.do + c.arg }
func (c control) id() string  { return id(c.key()) }

// target says what a control is for.
func (m *Model) target(c control) attrs {
	_, refused := m.Drafts[c.key()]
	return attrs{
		"id", c.id(), when(c.path != "", "data-path", ""), c.path,
		when(c.do != "", "data-do", ""), c.do, when(c.arg != "", "data-arg", ""), c.arg,
		when(refused, "aria-invalid", ""), "true", when(refused || c.hint != "", "aria-describedby", ""), c.id() + "-why",
		when(m.ReadOnly, "disabled", ""), "true",
	}
}

// labelled puts a control under its label, with its hint or why it was refused.
func (m *Model) labelled(c control, input app.UI) app.UI {
	parts := []app.UI{el("label", attrs{"for", c.id()}, app.Text(c.label)), input}
	return el("div", attrs{"class", "field"}, append(parts, m.why(c)...)...)
}

// why is why a control was refused, or its hint.
func (m *Model) why(c control) []app.UI {
	why := attrs{"id", c.id() + "-why", "class"}
	if d, refused := m.Drafts[c.key()]; refused {
		return []app.UI{el("p", append(why, "refused", "role", "alert"), app.Text(d.Error))}
	} else if c.hint != "" {
		return []app.UI{el("p", append(why, "hint"), app.Text(c.hint))}
	}
	return nil
}

// selecting is a select. The page sets it to its data-value after each update,
// as it does with all controls: go-app would leave what the user did.
func (m *Model) selecting(c control, value string, options []option) app.UI {
	var list []app.UI
	for _, o := range options {
		list = append(list, el("option", attrs{"value", o.value}, app.Text(o.label)))
	}
	return m.labelled(c, el("select", append(m.target(c), "data-value", "="+value), list...))
}

// writing is a field for a line of text; suggestions is the id of a datalist, or
// "".
func (m *Model) writing(c control, value, placeholder, suggestions string) app.UI {
	if d, refused := m.Drafts[c.key()]; refused {
		value = d.Text
	}
	return m.labelled(c, el("input", append(m.target(c),
		"type", "text", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false", "data-value", "="+value,
		when(placeholder != "", "placeholder", ""), placeholder, when(suggestions != "", "list", ""), suggestions)))
}

// checking is a checkbox; on is the value that it sets.
func (m *Model) checking(c control, on string, checked bool) app.UI {
	parts := []app.UI{
		el("input", append(m.target(c), "type", "checkbox", "data-on", on, "data-checked", flag(checked))),
		el("label", attrs{"for", c.id()}, app.Text(c.label)),
	}
	return el("div", attrs{"class", "field check"}, append(parts, m.why(c)...)...)
}

// choosing is a group of radio buttons.
func (m *Model) choosing(c control, value string, options []option) app.UI {
	parts := []app.UI{words("legend", "", c.label)}
	for _, o := range options {
		one := control{path: c.path, do: c.do, arg: o.value}
		a := append(m.target(one), "type", "radio", "name", c.id(), "value", o.value, "data-on", o.value, "data-checked", flag(o.value == value))
		parts = append(parts, el("span", attrs{"class", "radio"}, el("input", a), el("label", attrs{"for", one.id()}, app.Text(o.label))))
	}
	if c.hint != "" {
		parts = append(parts, words("p", "hint", c.hint))
	}
	return el("fieldset", attrs{"class", "field radios"}, parts...)
}

// button is an action. more are further attributes.
func (m *Model) button(do, arg, label string, more ...string) app.UI {
	a := attrs{"type", "button", "data-do", do, when(arg != "", "data-arg", ""), arg}
	return el("button", append(a, more...), app.Text(label))
}

// editing is a button that changes the scenario.
func (m *Model) editing(do, arg, label string, more ...string) app.UI {
	return m.button(do, arg, label, append(more, when(m.ReadOnly, "disabled", ""), "true")...)
}
