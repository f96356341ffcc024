// Verifies a log folder with golang.org/x/mod alone: the checkpoint's signatures, every tile it reads, every entry,
// an inclusion proof for each leaf and consistency proofs from smaller trees. Prints one JSON object; exits 1 on a fault.
//
//	go run . FOLDER LOG_VKEY [COSIGNER_VKEY...]
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads the C2SP layout, which has no height in its paths.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, filepath.FromSlash(c2spPath(tile))))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func c2spPath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// cosigner verifies signatures of type 0x04 (C2SP tlog-cosignature).
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }

func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(header), msg...), sig[8:])
}

func newCosigner(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("malformed cosigner key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("not a cosigner key")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, errors.New("cosigner key id does not match")
	}
	return cosigner{parts[0], hash, key[1:]}, nil
}

type result struct {
	Origin       string   `json:"origin"`
	Size         int64    `json:"size"`
	Signers      []string `json:"signers"`
	Inclusions   int64    `json:"inclusions"`
	Consistences int64    `json:"consistences"`
}

func main() {
	found, err := verify(os.Args[1], os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(found)
}

func verify(folder, logKey string, cosignerKeys []string) (*result, error) {
	checkpoint, out, err := openCheckpoint(folder, logKey, cosignerKeys)
	if err != nil {
		return nil, err
	}
	reader := tlog.TileHashReader(*checkpoint, tiles{folder})
	for first := int64(0); first < checkpoint.N; first += 256 {
		width := min(256, checkpoint.N-first)
		entries, err := readBundle(folder, tlog.Tile{H: 8, L: -1, N: first / 256, W: int(width)})
		if err != nil {
			return nil, err
		}
		for i, entry := range entries {
			index := first + int64(i)
			proof, err := tlog.ProveRecord(checkpoint.N, index, reader)
			if err != nil {
				return nil, fmt.Errorf("leaf %d: %w", index, err)
			}
			if err := tlog.CheckRecord(proof, checkpoint.N, checkpoint.Hash, index, tlog.RecordHash(entry)); err != nil {
				return nil, fmt.Errorf("leaf %d: %w", index, err)
			}
			out.Inclusions++
		}
	}
	for old := int64(1); old <= checkpoint.N; old += 1 + old/3 {
		hash, err := tlog.TreeHash(old, reader)
		if err != nil {
			return nil, err
		}
		proof, err := tlog.ProveTree(checkpoint.N, old, reader)
		if err != nil {
			return nil, err
		}
		if err := tlog.CheckTree(proof, checkpoint.N, checkpoint.Hash, old, hash); err != nil {
			return nil, fmt.Errorf("tree of %d: %w", old, err)
		}
		out.Consistences++
	}
	return out, nil
}

func openCheckpoint(folder, logKey string, cosignerKeys []string) (*tlog.Tree, *result, error) {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, nil, err
	}
	log, err := note.NewVerifier(logKey)
	if err != nil {
		return nil, nil, err
	}
	verifiers := []note.Verifier{log}
	for _, key := range cosignerKeys {
		verifier, err := newCosigner(key)
		if err != nil {
			return nil, nil, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return nil, nil, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.Name() {
		return nil, nil, errors.New("the checkpoint is not this log's")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return nil, nil, err
	}
	hash, err := tlog.ParseHash(lines[2])
	if err != nil {
		return nil, nil, err
	}
	out := &result{Origin: lines[0], Size: size}
	for _, signature := range opened.Sigs {
		out.Signers = append(out.Signers, signature.Name)
	}
	return &tlog.Tree{N: size, Hash: hash}, out, nil
}

func readBundle(folder string, tile tlog.Tile) ([][]byte, error) {
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(c2spPath(tile))))
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for rest := bytes.NewBuffer(data); rest.Len() > 0; {
		var length uint16
		if err := binary.Read(rest, binary.BigEndian, &length); err != nil {
			return nil, err
		}
		if rest.Len() < int(length) {
			return nil, errors.New("a bundle is cut short")
		}
		out = append(out, rest.Next(int(length)))
	}
	if len(out) != tile.W {
		return nil, fmt.Errorf("a bundle has %d entries instead of %d", len(out), tile.W)
	}
	return out, nil
}
