import { Languages } from 'lucide-react'
import type { ReactNode } from 'react'
import { chooseLanguage, LANGUAGE_NAMES, useLanguage } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Mark } from '../../ui/SpaceTile.tsx'
import { ThemeMenu } from '../../components/shell/ThemeMenu.tsx'
import { Arches } from './Arches.tsx'

/** Pages before signing in: a form on the left, the arches on the right. */
export function SessionFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(440px,1fr)_minmax(0,1.2fr)] compact:grid-cols-1">
      <div className="flex flex-col px-10 py-6 narrow:px-5">
        <header className="flex items-center gap-2 text-alias font-[620] tracking-[-.012em]">
          <Mark />
          Alcove
        </header>
        <main className="mx-auto my-auto w-full max-w-[340px] py-10">
          <h1 className="text-title font-heading tracking-[-.018em]">{title}</h1>
          {lead && <div className="mt-1 text-fg-2">{lead}</div>}
          <div className="mt-6">{children}</div>
        </main>
        <footer className="flex items-center gap-1">
          <Button
            variant="ghost"
            icon={<Languages size={15} />}
            onClick={() => void chooseLanguage(other)}
            className="-ml-2"
          >
            <span lang={other}>{LANGUAGE_NAMES[other]}</span>
          </Button>
          <ThemeMenu />
        </footer>
      </div>
      <Arches />
    </div>
  )
}
