// log DIR VKEY OLD INDEX: reads a log as a stranger would, with the checksum database's own library. DIR holds
// checkpoint, old-root (hex) and tile/…. Build: GO111MODULE=off GOPATH=/usr/share/gocode go run log.go …
package main

import (
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int                                  { return 8 }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte)          {}
func (f folder) ReadTiles(tiles []tlog.Tile) (out [][]byte, err error) {
	for _, t := range tiles {
		// Its names have the height in front: tile/8/0/000.
		path := "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
		b, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	dir := folder(os.Args[1])
	read := func(name string) []byte { b, err := os.ReadFile(filepath.Join(string(dir), name)); check(err); return b }
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	signed, err := note.Open(read("checkpoint"), note.VerifierList(verifier))
	check(err)
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.SplitN(signed.Text, "\n", 2)[1]))
	check(err)
	hashes := tlog.TileHashReader(tree, dir)
	root, err := tlog.TreeHash(tree.N, hashes)
	check(err)
	if root != tree.Hash {
		log.Fatal("root")
	}
	index, err := strconv.ParseInt(os.Args[4], 10, 64)
	check(err)
	proof, err := tlog.ProveRecord(tree.N, index, hashes)
	check(err)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(read("entry"))))
	var wanted strings.Builder
	for _, h := range proof {
		wanted.WriteString(h.String() + "\n")
	}
	if !strings.Contains(string(read("proof")), wanted.String()+"\n") {
		log.Fatal("another proof")
	}
	old, err := strconv.ParseInt(os.Args[3], 10, 64)
	check(err)
	extends, err := tlog.ProveTree(tree.N, old, hashes)
	check(err)
	var was tlog.Hash
	b, err := hex.DecodeString(strings.TrimSpace(string(read("old-root"))))
	check(err)
	copy(was[:], b)
	check(tlog.CheckTree(extends, tree.N, tree.Hash, old, was))
	fmt.Println("log holds", tree.N)
}
