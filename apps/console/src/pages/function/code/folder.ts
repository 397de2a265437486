import type { FileToPack } from './zip.ts'

/** What a working copy has beside its code, and no function needs. */
const LEFT_OUT = /(^|\/)(\.git|\.hg|\.svn|\.DS_Store|__pycache__)(\/|$)/

/** The files of a chosen folder, from its top: the handler is looked for there, not below the folder's own name. */
export function filesOfFolder(chosen: readonly File[]): FileToPack[] {
  return chosen.flatMap((file) => {
    const path = file.webkitRelativePath.slice(file.webkitRelativePath.indexOf('/') + 1)
    return path === '' || LEFT_OUT.test(path) ? [] : [{ path, content: file }]
  })
}
