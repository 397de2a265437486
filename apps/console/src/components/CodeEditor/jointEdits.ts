import type { editor } from 'monaco-editor/editor'

type Model = Pick<editor.ITextModel, 'getAlternativeVersionId' | 'isDisposed'> & {
  undo(): unknown
  redo(): unknown
}

/** The state of a file before and after an edit, as its undo history numbers it. */
interface Step {
  before: number
  after: number
}

/**
 * Edits that one command made in several files, such as a renamed symbol. Each file has an undo history of its own: when
 * such an edit is undone in one of them, it is undone in all in which nothing was edited since.
 */
export class JointEdits<M extends Model> {
  readonly #versions = new WeakMap<M, number>()
  readonly #joint: ReadonlyMap<M, Step>[] = []
  /** The edit of now: a command changes all its files before anything else runs. */
  #now = new Map<M, Step>()
  #following = false

  watch(model: M): void {
    this.#versions.set(model, model.getAlternativeVersionId())
  }

  /** `together` is false for what did not come from an author here. */
  changed(model: M, { isUndoing, isRedoing, together }: { isUndoing: boolean; isRedoing: boolean; together: boolean }) {
    const before = this.#versions.get(model)!
    const after = model.getAlternativeVersionId()
    this.#versions.set(model, after)
    if (this.#following) return
    if (isUndoing) this.#follow(model, 'undo', after)
    else if (isRedoing) this.#follow(model, 'redo', after)
    else if (together) this.#note(model, before, after)
  }

  #note(model: M, before: number, after: number): void {
    if (this.#now.size === 0)
      queueMicrotask(() => {
        if (this.#now.size > 1) this.#joint.push(this.#now)
        this.#now = new Map()
      })
    this.#now.set(model, { before: this.#now.get(model)?.before ?? before, after })
  }

  #follow(model: M, verb: 'undo' | 'redo', version: number): void {
    const [from, to] = verb === 'undo' ? (['after', 'before'] as const) : (['before', 'after'] as const)
    const joint = this.#joint.findLast((steps) => steps.get(model)?.[to] === version)
    if (!joint) return
    this.#following = true
    for (const [other, step] of joint)
      if (other !== model && !other.isDisposed() && other.getAlternativeVersionId() === step[from]) other[verb]()
    this.#following = false
  }
}
