import { Toaster as Sonner } from 'sonner'

/** The area for toasts. Results disappear after a while, errors stay until closed. */
export function Toaster({ theme, closeLabel }: { theme: 'light' | 'dark'; closeLabel: string }) {
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      closeButton
      gap={8}
      offset={16}
      toastOptions={{
        closeButtonAriaLabel: closeLabel,
        unstyled: true,
        classNames: {
          toast:
            'group flex w-[356px] max-w-[calc(100vw-32px)] items-start gap-2.5 rounded-field border border-line-strong bg-raised px-3 py-2.5 font-ui text-base text-fg shadow-float',
          icon: 'mt-0.5 [&_svg]:size-4',
          success: '[&_[data-icon]]:text-success',
          error: '[&_[data-icon]]:text-danger',
          content: 'min-w-0 flex-1',
          title: 'font-name',
          description: 'mt-0.5 text-sm text-fg-2 wrap-anywhere',
          actionButton: 'link shrink-0 text-base',
          closeButton:
            'order-last grid size-5 shrink-0 place-items-center rounded-tag text-fg-3 hover:bg-hover hover:text-fg',
        },
      }}
    />
  )
}
