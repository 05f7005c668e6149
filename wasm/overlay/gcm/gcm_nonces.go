//go:build js && wasm

package gcm

// SealWithRandomNonce is never called: nothing here is random.
func SealWithRandomNonce(*GCM, []byte, []byte, []byte, []byte) {
	panic("crypto/cipher: no random nonces in the browser build")
}
