import { Field, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/enum.js';
import { CountryCode, Latitude, Longitude } from '../graphql/scalars.js';
import { LOCATION_CAPTURE_TYPES, type LocationCaptureType } from './location.service.js';

export const LocationCaptureTypeEnum = enumOf(
  'LocationCaptureType',
  LOCATION_CAPTURE_TYPES,
  'UNKNOWN is the latest image of any type.',
);

@ObjectType({ simpleResolvers: true, description: 'Where an image was taken.' })
export class SessionLocation {
  @Field(() => Boolean, { description: "False where the session's settings keep locations from being stored." })
  collected!: boolean;
  @Field(() => LocationCaptureTypeEnum)
  captureType!: LocationCaptureType;
  @Field(() => String, { nullable: true })
  ipAddress?: string | undefined;
  @Field(() => Latitude, { nullable: true, description: 'Null where the operator provides no database of addresses.' })
  ipLatitude?: number | undefined;
  @Field(() => Longitude, { nullable: true })
  ipLongitude?: number | undefined;
  @Field(() => String, { nullable: true })
  ipCountry?: string | undefined;
  @Field(() => String, { nullable: true })
  ipRegion?: string | undefined;
  @Field(() => String, { nullable: true })
  ipCity?: string | undefined;
  @Field(() => String, { nullable: true, description: 'The nearest place, in words.' })
  deviceLocation?: string | undefined;
  @Field(() => Latitude, { nullable: true })
  deviceLatitude?: number | undefined;
  @Field(() => Longitude, { nullable: true })
  deviceLongitude?: number | undefined;
  @Field(() => String, { nullable: true })
  deviceCountryName?: string | undefined;
  @Field(() => CountryCode, { nullable: true })
  deviceCountryCode?: string | undefined;
  @Field(() => String, { nullable: true })
  deviceAdminArea?: string | undefined;
  @Field(() => String, { nullable: true })
  deviceSubAdminArea?: string | undefined;
  @Field(() => String, { nullable: true })
  deviceLocality?: string | undefined;
}
