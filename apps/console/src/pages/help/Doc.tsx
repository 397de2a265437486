import { Link } from '@tanstack/react-router'
import { type ComponentProps, type ReactNode, useEffect } from 'react'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { anchorOf, DOCS, type DocPage } from './docs.ts'
import './Doc.css'

export function Doc({ doc }: { doc: DocPage }) {
  const { t, i18n } = useTranslation()
  // The browser looks for the anchor before the page is there.
  useEffect(() => {
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView()
  }, [])
  return (
    <article lang="en" className="doc max-w-[720px]">
      {i18n.language !== 'en' && (
        <p lang={i18n.language} className="text-fg-3">
          {t('help.inEnglish')}
        </p>
      )}
      <Markdown remarkPlugins={[remarkGfm]} components={{ a: Anchor, pre: Pre, h2: heading('h2'), h3: heading('h3') }}>
        {doc.text}
      </Markdown>
    </article>
  )
}

/** Pages link to each other by file; what is not a page here is not a link. */
function Anchor({ href = '', children }: ComponentProps<'a'>) {
  const [, id, anchor] = /^(?:([\w-]+)\.md)?(?:#(.+))?$/.exec(href) ?? []
  if (id !== undefined && DOCS.some((doc) => doc.id === id))
    return (
      <Link {...paths.help(id)} hash={anchor} className="link">
        {children}
      </Link>
    )
  if (href.startsWith('#') || /^https?:/.test(href))
    return (
      <a href={href} className="link" {...(!href.startsWith('#') && { target: '_blank', rel: 'noreferrer' })}>
        {children}
      </a>
    )
  return <span>{children}</span>
}

function Pre({ children }: { children?: ReactNode }) {
  return <CodeBlock boxed className="mt-2.5" code={textOf(children).replace(/\n$/, '')} />
}

const heading = (Tag: 'h2' | 'h3') =>
  function Heading({ children }: { children?: ReactNode }) {
    return <Tag id={anchorOf(textOf(children))}>{children}</Tag>
  }

/** The text of rendered Markdown. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (typeof node === 'object' && node !== null && 'props' in node)
    return textOf((node.props as { children?: ReactNode }).children)
  return ''
}
