// Merging beside Yjs and Automerge, in one run, as ratios: 44 files of 1,000 edits each, from bytes to one state.
//
//     npm install --no-save yjs @automerge/automerge     (in a folder of its own; then say where)
//     node tests/bench/merge.mjs FOLDER
//
// Each figure is the shortest of several runs, in milliseconds; only the ratios are worth comparing.

import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const FILES = 44
const EDITS = 1_000
const FIELDS = 10

const require = createRequire(pathToFileURL(resolve(process.argv[2] ?? '.', 'x.js')))
const Y = require('yjs')
const A = require('@automerge/automerge')

const id = (file, edit) => `${100_000 + file}_2018-19_${Math.floor(edit / FIELDS)}`
const field = (edit) => `figure_${edit % FIELDS}`

function shortest(runs, work) {
  let best = Infinity
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

// A device sets a thousand figures, each in a transaction of its own.
function yjsFile(file) {
  const doc = new Y.Doc()
  const returns = doc.getMap('return')
  for (let edit = 0; edit < EDITS; edit++) {
    doc.transact(() => {
      let record = returns.get(id(file, edit))
      if (!record) returns.set(id(file, edit), (record = new Y.Map()))
      record.set(field(edit), file * EDITS + edit)
    })
  }
  return Y.encodeStateAsUpdate(doc)
}

const yjs = [...Array(FILES).keys()].map(yjsFile)
const mergedByYjs = () => {
  const doc = new Y.Doc()
  for (const update of yjs) Y.applyUpdate(doc, update)
  return doc
}
console.assert(mergedByYjs().getMap('return').size === (FILES * EDITS) / FIELDS)

// All begin from one history, or each map called "return" would be another's rival.
let base = A.from({ return: {} }, { actor: '00'.repeat(16) })
const automerge = [...Array(FILES).keys()].map((file) => {
  let doc = A.clone(base, { actor: String(file + 10).padStart(32, '0') })
  for (let edit = 0; edit < EDITS; edit++) {
    doc = A.change(doc, (draft) => {
      draft.return[id(file, edit)] ??= {}
      draft.return[id(file, edit)][field(edit)] = file * EDITS + edit
    })
  }
  return A.save(doc)
})
const mergedByAutomerge = () => automerge.reduce((doc, file) => A.merge(doc, A.load(file)), A.clone(base))
console.assert(Object.keys(mergedByAutomerge().return).length === (FILES * EDITS) / FIELDS)

const [programme] = process.argv.slice(3)
const ours = JSON.parse(
  programme
    ? execFileSync(programme, { encoding: 'utf8' })
    : execFileSync('cargo', ['bench', '--quiet', '--no-default-features', '--bench', 'merge'], { encoding: 'utf8' }),
)
const theirs = { Yjs: shortest(10, mergedByYjs), Automerge: shortest(3, mergedByAutomerge) }
const bytes = (files) => files.reduce((sum, file) => sum + file.length, 0)
console.log(`ours ${JSON.stringify(ours)}`)
console.log(`bytes: Yjs ${bytes(yjs)}, Automerge ${bytes(automerge)}`)
for (const [name, ms] of Object.entries(theirs)) {
  console.log(`| ${name} | ${ours.merge.toFixed(1)} | ${ms.toFixed(1)} | ${(ms / ours.merge).toFixed(1)} |`)
}
