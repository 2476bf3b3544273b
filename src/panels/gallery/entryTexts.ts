import type { GalleryId } from '../../commands/gallery/entries.ts';
import type { galleryMessages } from './messages.ts';

interface EntryText {
  name: string;
  /** A description in one line. */
  about: string;
}

/** The name and description of each entry, in the language of the page. */
export function entryTexts(t: ReturnType<typeof galleryMessages.get>): Record<GalleryId, EntryText> {
  return {
    goingGrey: { name: t.goingGreyName, about: t.goingGreyAbout },
    turn: { name: t.turnName, about: t.turnAbout },
    hairdresser: { name: t.hairdresserName, about: t.hairdresserAbout },
    closeUp: { name: t.closeUpName, about: t.closeUpAbout },
    incognito: { name: t.incognitoName, about: t.incognitoAbout },
    daylight: { name: t.daylightName, about: t.daylightAbout },
    sixStrangers: { name: t.sixStrangersName, about: t.sixStrangersAbout },
    wardrobe: { name: t.wardrobeName, about: t.wardrobeAbout },
    meeting: { name: t.meetingName, about: t.meetingAbout },
    roundTable: { name: t.roundTableName, about: t.roundTableAbout },
    movieStar: { name: t.movieStarName, about: t.movieStarAbout },
    growBeard: { name: t.growBeardName, about: t.growBeardAbout },
    hairColours: { name: t.hairColoursName, about: t.hairColoursAbout },
    goodNews: { name: t.goodNewsName, about: t.goodNewsAbout },
  };
}
