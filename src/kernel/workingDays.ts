/** Working days in the Czech Republic, by the calendar of Europe/Prague. */
import { Temporal } from 'temporal-polyfill';
import { ZONE } from './localTime.ts';

/** Public holidays that have a date of their own, month and day (Act No. 245/2000 Coll., sections 1 and 2). */
const FIXED_HOLIDAYS = new Set([
  '01-01',
  '05-01',
  '05-08',
  '07-05',
  '07-06',
  '09-28',
  '10-28',
  '11-17',
  '12-24',
  '12-25',
  '12-26',
]);

/** Whether people work on the day: no Saturday, no Sunday, no public holiday. */
export function isWorkingDay(day: Temporal.PlainDate): boolean {
  if (day.dayOfWeek > 5 || FIXED_HOLIDAYS.has(day.toString().slice(5))) return false;
  const easter = easterSunday(day.year);
  return !day.equals(easter.subtract({ days: 2 })) && !day.equals(easter.add({ days: 1 }));
}

/** The end of the `count`-th working day after the day of `instant`: the first instant of the day that follows it. */
export function afterWorkingDays(instant: Date, count: number): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();
  return endOf(moved(start, count, 1));
}

/** The end of the working day that lies `count` working days before the last one that ends at or before `instant`. */
export function beforeWorkingDays(instant: Date, count: number): Date {
  const end = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();
  return endOf(moved(end.subtract({ days: 1 }), count, -1));
}

function moved(start: Temporal.PlainDate, count: number, direction: 1 | -1): Temporal.PlainDate {
  let day = start;
  for (let left = count; left > 0; left -= isWorkingDay(day) ? 1 : 0) day = day.add({ days: direction });
  return day;
}

function endOf(day: Temporal.PlainDate): Date {
  return new Date(day.add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds);
}

/** Easter Sunday in the Gregorian calendar: Meeus/Jones/Butcher (J. Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const skipped = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - skipped + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const place = epact + weekday - 7 * correction + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(place / 31), day: (place % 31) + 1 });
}
