/**
 * What an SVG may have: shapes, texts, gradients, clipping. Nothing here can run, animate, load or refer outside (SVG 2, "secure
 * static mode", is what browsers promise for images; this holds also for who opens the file by itself).
 */

export const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
export const XLINK_NAMESPACE = 'http://www.w3.org/1999/xlink';
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Namespaces in which drawing programs keep notes for themselves: left out with all that is in them. */
export const NOTES_OF_EDITORS = [
  /^http:\/\/www\.inkscape\.org\//,
  /^http:\/\/sodipodi\.sourceforge\.net\//,
  /^http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#/,
  /^http:\/\/purl\.org\/dc\//,
  /^https?:\/\/(web\.resource\.org|creativecommons\.org)\//,
  /^http:\/\/ns\.adobe\.com\//,
  /^http:\/\/www\.bohemiancoding\.com\//,
  /^http:\/\/www\.serif\.com\//,
  /^http:\/\/www\.figma\.com\//,
  /^https?:\/\/boxy-svg\.com\//,
] as const;

/** Elements that are kept. */
export const ELEMENTS: ReadonlySet<string> = new Set(
  `svg g defs symbol use title desc style path rect circle ellipse line polyline polygon text tspan
   linearGradient radialGradient stop clipPath mask`.split(/\s+/),
);

/** Elements that are left out with all that is in them: they draw nothing. */
export const DROPPED_ELEMENTS: ReadonlySet<string> = new Set(['metadata']);

/** Elements whose text is kept. */
export const ELEMENTS_OF_TEXT: ReadonlySet<string> = new Set(['title', 'desc', 'style', 'text', 'tspan']);

/** Properties of drawing (SVG 2, "property index"): as attributes, and in styles. */
export const PROPERTIES: ReadonlySet<string> = new Set(
  `alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-rendering direction display
   dominant-baseline fill fill-opacity fill-rule font font-family font-size font-size-adjust font-stretch font-style
   font-variant font-weight image-rendering isolation letter-spacing line-height mask mask-type mix-blend-mode opacity
   overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
   stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-indent
   text-rendering text-transform transform transform-origin unicode-bidi vector-effect visibility white-space word-spacing
   writing-mode`.split(/\s+/),
);

/** Attributes that are kept beside the properties. */
export const ATTRIBUTES: ReadonlySet<string> = new Set(
  `id class style lang role aria-hidden aria-label aria-labelledby aria-describedby focusable transform x y x1 y1 x2 y2 cx cy
   r rx ry fx fy fr d dx dy rotate points pathLength width height viewBox preserveAspectRatio refX refY offset href
   clipPathUnits maskUnits maskContentUnits gradientUnits gradientTransform spreadMethod textLength lengthAdjust`.split(
    /\s+/,
  ),
);

/** Attributes that are left out: they say nothing to a browser of today. */
export const DROPPED_ATTRIBUTES =
  /^(data-[\w.-]+|version|baseProfile|enable-background|xml:space|contentScriptType|contentStyleType|zoomAndPan)$/;

/** Attributes that are free text, in which no function of CSS is looked for. */
export const FREE_TEXT: ReadonlySet<string> = new Set(['id', 'class', 'lang', 'role', 'aria-label', 'd', 'points']);

/** Functions of values that load nothing. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `rgb rgba hsl hsla hwb lab lch oklab oklch matrix translate translatex translatey scale scalex scaley rotate skewx skewy calc
   min max clamp`.split(/\s+/),
);

/** Properties whose value may name a part of the image, and elements whose `href` may. */
export const REFERRING_PROPERTIES: ReadonlySet<string> = new Set(['fill', 'stroke', 'clip-path', 'mask']);
export const REFERRING_ELEMENTS: ReadonlySet<string> = new Set(['use', 'linearGradient', 'radialGradient']);
