package need

import (
	"os"
	"os/exec"
	"testing"
)

// Tool skips a test aloud where one of the programs is missing, and fails it in CI.
func Tool(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI needs %s", program)
		}
		t.Skipf("SKIP: %s is not installed", program)
	}
}
