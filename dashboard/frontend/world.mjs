/**
 * The world, projected when the dashboard is built: the page needs no projection code and no topology.
 *
 * The atlas (Natural Earth) names countries by ISO 3166-1 numeric ids; LiveInsight, like browsers, by alpha-2.
 */
import { geoArea, geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import countries from "i18n-iso-countries";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
export const WIDTH = 960;
export const HEIGHT = 452;
/** Shapes are drawn in whole steps of this many units: fewer digits, and a file half as large. */
export const STEP = 0.5;

/**
 * @returns {{width: number, height: number, step: number, shapes: Record<string, string>, centres: Record<string, [number, number]>}}
 *   SVG paths by country (110 m, in steps), and for every country, also those too small for a shape, its centre (50 m).
 */
export function world() {
  const coarse = features("world-atlas/countries-110m.json").filter((shape) => shape.properties.name !== "Antarctica");
  const fine = features("world-atlas/countries-50m.json");
  const projection = geoNaturalEarth1().fitExtent(
    [[2, 2], [WIDTH - 2, HEIGHT - 2]],
    { type: "FeatureCollection", features: coarse },
  );
  const path = geoPath(projection).digits(2);
  const shapes = {};
  for (const shape of coarse) {
    // Areas that have no ISO code of their own are drawn, but can have no visitors.
    const code = countries.numericToAlpha2(shape.id ?? "") ?? `_${Object.keys(shapes).length}`;
    shapes[code] = (shapes[code] ?? "") + stepped(path(shape));
  }
  const centres = {};
  for (const shape of fine) {
    const code = countries.numericToAlpha2(shape.id ?? "");
    const centre = projection(geoCentroid(mainland(shape)));
    if (code && centre) centres[code] ??= centre.map(Math.round);
  }
  return { width: WIDTH, height: HEIGHT, step: STEP, shapes, centres };
}

/** The path in whole steps, each point relative to the one before, which compresses best. Points that fall together are one. */
function stepped(d) {
  return d
    .split("Z")
    .filter(Boolean)
    .map((ring) => {
      const points = ring.slice(1).split("L").map((point) => point.split(",").map((value) => Math.round(Number(value) / STEP)));
      const apart = points.filter(([x, y], place) => !place || x !== points[place - 1][0] || y !== points[place - 1][1]);
      // Of an island smaller than a step nothing would be seen.
      if (apart.length < 3) return "";
      const deltas = apart.slice(1).map(([x, y], place) => pair(x - apart[place][0], y - apart[place][1]));
      return `M${pair(...apart[0])}l${deltas.join(" ").replaceAll(" -", "-")}z`;
    })
    .join("");
}

/** `3 4`, `3-4`: a sign separates as well as a space. */
const pair = (x, y) => (y < 0 ? `${x}${y}` : `${x} ${y}`);

function features(file) {
  const topology = require(file);
  return feature(topology, topology.objects.countries).features;
}

/** The largest part: the centre of France with its overseas parts lies in the Atlantic. */
function mainland(shape) {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const parts = shape.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((largest, part) => (geoArea(part) > geoArea(largest) ? part : largest));
}
