export function readAudit(
  stdout: string,
):
  | { readonly kind: 'clean' }
  | { readonly kind: 'weak'; readonly packages: readonly string[] }
  | { readonly kind: 'skipped'; readonly reason: string }
