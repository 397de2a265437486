import { expect, test } from 'vitest'
import { JointEdits } from './jointEdits.ts'

/** A file with an undo history, as Monaco's. */
class FakeModel {
  readonly texts = ['']
  at = 0
  readonly #joint: JointEdits<FakeModel>
  constructor(joint: JointEdits<FakeModel>) {
    this.#joint = joint
    joint.watch(this)
  }
  get text() {
    return this.texts[this.at]
  }
  isDisposed = () => false
  getAlternativeVersionId = () => this.at
  #go(at: number, verb: 'edit' | 'undo' | 'redo') {
    this.at = at
    this.#joint.changed(this, { isUndoing: verb === 'undo', isRedoing: verb === 'redo', together: true })
  }
  edit(text: string) {
    this.texts.splice(this.at + 1, Infinity, text)
    this.#go(this.at + 1, 'edit')
  }
  undo = () => this.#go(this.at - 1, 'undo')
  redo = () => this.#go(this.at + 1, 'redo')
}

async function renamed() {
  const joint = new JointEdits<FakeModel>()
  const models = [new FakeModel(joint), new FakeModel(joint), new FakeModel(joint)]
  for (const model of models) model.edit('before')
  await Promise.resolve()
  models[0]!.edit('typed')
  await Promise.resolve()
  for (const model of models.slice(0, 2)) model.edit('renamed')
  await Promise.resolve()
  return { models, texts: () => models.map(({ text }) => text) }
}

test('an edit of several files is undone and redone in all of them', async () => {
  const { models, texts } = await renamed()
  models[1]!.undo()
  expect(texts()).toEqual(['typed', 'before', 'before'])
  models[0]!.redo()
  expect(texts()).toEqual(['renamed', 'renamed', 'before'])
  models[0]!.undo()
  models[0]!.undo()
  expect(texts()).toEqual(['before', 'before', 'before'])
})

test('a file that was edited since keeps its text', async () => {
  const { models, texts } = await renamed()
  models[1]!.edit('more')
  await Promise.resolve()
  models[0]!.undo()
  expect(texts()).toEqual(['typed', 'more', 'before'])
})
