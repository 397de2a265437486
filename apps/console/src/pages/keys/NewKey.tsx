import type { CreatedKey } from '@alcove/contract'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** The only time the key is shown. */
export function NewKey({ made, onClose }: { made: CreatedKey; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      onClose={onClose}
      width={560}
      title={t('keys.made', { name: made.name })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('keys.stored')}
        </Button>
      }
    >
      <ShownOnce label={t('keys.key')} text={made.key} warning={t('keys.once')} />
      <CodeBlock
        boxed
        className="mt-4"
        label={t('keys.example')}
        code={`curl ${window.location.origin}/api/v1/me \\\n  -H "Authorization: Bearer $ALCOVE_API_KEY"`}
      />
    </Dialog>
  )
}
