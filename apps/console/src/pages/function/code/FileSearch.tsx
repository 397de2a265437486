import type { Files } from '@alcove/contract'
import { CaseSensitive, Regex, Replace, WholeWord, X } from 'lucide-react'
import { useId, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { controlClass } from '../../../ui/Field.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { type Match, MOST_MATCHES, patternOf, replaceInFiles, replaceMatch, searchFiles } from './searchFiles.ts'

interface FileSearchProps {
  files: Files
  readOnlyReason: string | undefined
  onGo(path: string, line: number, column: number): void
  onReplace(after: Files, message: string): void
  onClose(): void
}

const OPTIONS = [
  ['matchCase', CaseSensitive],
  ['wholeWord', WholeWord],
  ['regex', Regex],
] as const

/** Finds a text in all files of the function, and replaces it. */
export function FileSearch({ files, readOnlyReason, onGo, onReplace, onClose }: FileSearchProps) {
  const { t } = useTranslation()
  const [query, setQuery] = useState({ text: '', matchCase: false, wholeWord: false, regex: false })
  const [put, setPut] = useState('')
  const problem = useId()
  const pattern = useMemo(() => patternOf(query), [query])
  const matches = useMemo(() => (pattern instanceof RegExp ? searchFiles(files, pattern) : []), [files, pattern])
  const byFile = Map.groupBy(matches, ({ path }) => path)
  const paths = [...byFile.keys()]
  const replace = (of: readonly string[]) => {
    if (!(pattern instanceof RegExp)) return
    const count = matches.filter(({ path }) => of.includes(path)).length
    onReplace(replaceInFiles(files, of, pattern, put, query.regex), t('fn.search.replaced', { count }))
  }
  const replaceOne = (match: Match) =>
    pattern instanceof RegExp &&
    onReplace(replaceMatch(files, match, pattern, put, query.regex), t('fn.search.replaced', { count: 1 }))
  const capped = matches.length === MOST_MATCHES
  const disabledReason = readOnlyReason ?? (matches.length === 0 ? t('fn.search.nothing') : undefined)

  return (
    // Escape is a shortcut of the close button.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label={t('fn.search.title')}
      className="flex min-h-0 flex-col border-r border-line bg-sunken"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex h-8 shrink-0 items-center pr-1.5 pl-3 text-sm font-name text-fg-2">
        <h2 className="mr-auto">{t('fn.search.title')}</h2>
        <IconButton size="sm" label={t('fn.search.close')} icon={<X size={14} />} onClick={onClose} />
      </div>
      <div className="grid shrink-0 gap-1.5 border-b border-line px-2 pb-2">
        <input
          // The user asked for this field with a button or a key.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-label={t('fn.search.find')}
          aria-describedby={problem}
          aria-invalid={typeof pattern === 'string'}
          placeholder={t('fn.search.find')}
          spellCheck={false}
          className={`${controlClass} mono h-7 text-sm`}
          value={query.text}
          onChange={({ target }) => setQuery({ ...query, text: target.value })}
          onKeyDown={(event) => {
            const [first] = matches
            if (event.key === 'Enter' && first) onGo(first.path, first.line, first.column)
          }}
        />
        <div className="flex gap-0.5">
          {OPTIONS.map(([option, Icon]) => (
            <IconButton
              key={option}
              size="sm"
              label={t(`fn.search.${option}`)}
              aria-pressed={query[option]}
              className="aria-pressed:bg-selected! aria-pressed:text-accent!"
              icon={<Icon size={14} />}
              onClick={() => setQuery({ ...query, [option]: !query[option] })}
            />
          ))}
        </div>
        <div className="flex gap-1.5">
          <input
            aria-label={t('fn.search.put')}
            placeholder={t('fn.search.put')}
            spellCheck={false}
            className={`${controlClass} mono h-7 text-sm`}
            value={put}
            onChange={({ target }) => setPut(target.value)}
          />
          <Button
            className="h-7! shrink-0"
            disabledReason={disabledReason ?? (capped && t('fn.search.tooMany', { max: MOST_MATCHES }))}
            onClick={() => replace(paths)}
          >
            {t('fn.search.replaceAll')}
          </Button>
        </div>
        <p
          id={problem}
          role="status"
          className={`text-sm ${typeof pattern === 'string' ? 'text-danger' : 'text-fg-2'}`}
        >
          {typeof pattern === 'string'
            ? pattern
            : pattern !== null &&
              (capped
                ? t('fn.search.first', { max: MOST_MATCHES })
                : t('fn.search.found', {
                    count: matches.length,
                    files: t('fn.search.files', { count: paths.length }),
                  }))}
        </p>
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto py-1">
        {paths.map((path) => (
          <li key={path}>
            <div className="flex h-6 items-center gap-1.5 pr-1.5 pl-3 text-[12.5px]">
              <span className="cut" title={path}>
                {path}
              </span>
              <span className="num text-micro text-fg-3">{byFile.get(path)!.length}</span>
              <span className="ml-auto">
                <IconButton
                  size="sm"
                  label={t('fn.search.replaceIn', { name: path })}
                  disabledReason={disabledReason}
                  icon={<Replace size={13} />}
                  onClick={() => replace([path])}
                />
              </span>
            </div>
            <ul>
              {byFile.get(path)!.map((match) => (
                <li key={`${match.line}:${match.column}`} className="group relative">
                  <button
                    type="button"
                    className="mono cut block w-full py-0.5 pr-8 pl-6 text-left text-sm text-fg-2 outline-offset-[-2px] hover:bg-hover narrow:py-2"
                    onClick={() => onGo(path, match.line, match.column)}
                  >
                    <span className="num mr-2 text-fg-3">{match.line}</span>
                    {excerpt(match)}
                  </button>
                  {disabledReason === undefined && (
                    <button
                      type="button"
                      title={t('fn.search.replaceOne')}
                      aria-label={t('fn.search.replaceOneAt', { name: path, line: match.line })}
                      className="absolute top-0 right-1.5 grid size-5 place-items-center rounded-tag bg-sunken text-fg-3 opacity-0 outline-offset-[-2px] group-hover:opacity-100 hover:text-fg focus-visible:opacity-100 narrow:size-8 narrow:opacity-100"
                      onClick={() => replaceOne(match)}
                    >
                      <Replace size={13} />
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The match with a little text before it, so that it is visible in a narrow column. */
function excerpt({ text, column, length }: Match): ReactNode {
  const start = text.slice(0, column - 1).trimStart()
  return (
    <>
      {start.length > 12 ? `…${start.slice(-10)}` : start}
      <mark className="rounded-tag bg-warning-tint text-fg">{text.slice(column - 1, column - 1 + length)}</mark>
      {text.slice(column - 1 + length, column + length + 200)}
    </>
  )
}
