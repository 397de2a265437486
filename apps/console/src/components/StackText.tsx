import { Link, useParams } from '@tanstack/react-router'
import { paths as addresses } from '../navigation/paths.ts'
import { stackLinks } from './stackLinks.ts'

/** The code that wrote a text. */
export interface CodeOf {
  function: string
  /** Null: the draft. */
  version: number | null
}

interface StackTextProps {
  text: string
  of: CodeOf
  /** The function's files, where they are known. */
  paths?: readonly string[] | undefined
}

/** Text whose places in the function's code are links to them, in the version that wrote it. */
export function StackText({ text, of, paths }: StackTextProps) {
  const { space } = useParams({ strict: false })
  if (space === undefined) return text
  return stackLinks(text, paths).map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      <Link
        // oxlint-disable-next-line react/no-array-index-key -- parts of an immutable text never move
        key={index}
        {...addresses.code(space, of.function, {
          file: part.path,
          line: part.line,
          column: part.column,
          ...(of.version !== null && { version: of.version }),
        })}
        className="link font-mono"
        onClick={(event) => event.stopPropagation()}
      >
        {part.text}
      </Link>
    ),
  )
}
