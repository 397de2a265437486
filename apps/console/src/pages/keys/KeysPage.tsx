import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery } from '../../api/keys.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useSort } from '../../components/useSort.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { CreateKeyDialog } from './CreateKeyDialog.tsx'
import { KeyTable } from './KeyTable.tsx'

export default function KeysPage() {
  const { t } = useTranslation()
  const [creating, setCreating] = useState(false)
  const query = useWholeList(keysQuery, useSort().by !== undefined)
  const create = (
    <Button variant="primary" icon={<Plus size={15} />} onClick={() => setCreating(true)}>
      {t('keys.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('shell.keys')} actions={query.data?.length === 0 ? null : create}>
        <span className="pt-1 text-sm text-fg-3 narrow:hidden">{t('roles.keyNote')}</span>
      </PageHeader>
      <div className="border-t border-line">
        <Loaded query={query}>
          {(keys) =>
            keys.length > 0 ? (
              <KeyTable keys={keys} pages={query} />
            ) : (
              <EmptyState
                icon={<KeyRound size={16} />}
                title={t('keys.none')}
                action={create}
                example={
                  <CodeBlock
                    boxed
                    label={t('keys.example')}
                    code={`curl ${window.location.origin}/api/v1/me \\\n  -H "Authorization: Bearer $ALCOVE_API_KEY"`}
                  />
                }
              >
                {t('keys.noneDetail')}
              </EmptyState>
            )
          }
        </Loaded>
      </div>
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </>
  )
}
