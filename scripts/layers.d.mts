/** The types of `layers.mjs`, for the test that holds its rule. */

export declare const LAYERS: Readonly<
  Record<string, { readonly is: string; readonly mayImport: readonly string[] }>
>
export declare function drawLayers(): string
