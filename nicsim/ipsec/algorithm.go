package ipsec

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"hash"
	"sync"

	"ndisplayground/ndis/catalog"
)

// method is how an algorithm works.
type method uint8

const (
	noMethod method = iota // nothing: NULL encryption, or no authentication
	hmacMethod
	gmacMethod
	gcmMethod
	aesCBC
	desCBC
	tripleDESCBC
)

// Groups of the catalogue whose constants name the algorithms.
const (
	authenticationGroup = "IPSEC_OFFLOAD_V2_AUTHENTICATION"
	encryptionGroup     = "IPSEC_OFFLOAD_V2_ENCRYPTION"
)

// algorithm is one that a card may offer. Key, IV and ICV are in bytes, as they
// are in the key data and in packets; block is what the encrypted part of a packet
// is a multiple of.
type algorithm struct {
	group  string
	name   string // of the catalogue's constant
	method method
	key    int // the salt of GCM and GMAC with it
	iv     int
	block  int
	icv    int // 0: as AdditionalInfo says
	hash   func() hash.Hash

	bit uint64
}

// The sources: RFC 2403, 2404 and 4868 (HMAC), 4543 (GMAC), 4106 (GCM), 2405 (DES),
// 2451 (3DES), 3602 (AES-CBC), 2410 (NULL). Where the salt is, the documents of NDIS
// do not say; here it stands behind the key, as in RFC 4106 section 8.1.
var algorithmRows = []algorithm{
	{authenticationGroup, "IPSEC_OFFLOAD_V2_AUTHENTICATION_MD5", hmacMethod, 16, 0, 1, 12, md5.New, 0},
	{authenticationGroup, "IPSEC_OFFLOAD_V2_AUTHENTICATION_SHA_1", hmacMethod, 20, 0, 1, 12, sha1.New, 0},
	{authenticationGroup, "IPSEC_OFFLOAD_V2_AUTHENTICATION_SHA_256", hmacMethod, 32, 0, 1, 16, sha256.New, 0},
	{authenticationGroup, "IPSEC_OFFLOAD_V2_AUTHENTICATION_AES_GCM_128", gmacMethod, 16 + saltSize, 8, 1, 16, nil, 0},
	{authenticationGroup, "IPSEC_OFFLOAD_V2_AUTHENTICATION_AES_GCM_192", gmacMethod, 24 + saltSize, 8, 1, 16, nil, 0},
	{authenticationGroup, "IPSEC_OFFLOAD_V2_AUTHENTICATION_AES_GCM_256", gmacMethod, 32 + saltSize, 8, 1, 16, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_NONE", noMethod, 0, 0, 1, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_DES_CBC", desCBC, 8, 8, 8, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_3_DES_CBC", tripleDESCBC, 24, 8, 8, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_128", gcmMethod, 16 + saltSize, 8, 1, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_192", gcmMethod, 24 + saltSize, 8, 1, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_256", gcmMethod, 32 + saltSize, 8, 1, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_AES_CBC_128", aesCBC, 16, 16, 16, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_AES_CBC_192", aesCBC, 24, 16, 16, 0, nil, 0},
	{encryptionGroup, "IPSEC_OFFLOAD_V2_ENCRYPTION_AES_CBC_256", aesCBC, 32, 16, 16, 0, nil, 0},
}

// saltSize is the part of a nonce that comes with the key (RFC 4106 section 4).
const saltSize = 4

// algorithms are the rows with the catalogue's numbers.
var algorithms = sync.OnceValue(func() []algorithm {
	all := append([]algorithm(nil), algorithmRows...)
	for i := range all {
		all[i].bit = constant(all[i].group, all[i].name)
	}
	return all
})

// algorithmOf is the algorithm of a group that an Identifier names, nil where
// there is none.
func algorithmOf(group string, identifier uint64) *algorithm {
	for i := range algorithms() {
		if a := &algorithms()[i]; a.group == group && a.bit == identifier {
			return a
		}
	}
	return nil
}

// combined reports whether the algorithm encrypts and signs in one.
func (a *algorithm) combined() bool { return a != nil && a.method == gcmMethod }

// constant is the number of a constant of the catalogue.
func constant(group, name string) uint64 {
	c, ok := catalog.GroupNamed(group).Named(name)
	if !ok {
		panic(name + " is not in " + group)
	}
	return c.Value
}
