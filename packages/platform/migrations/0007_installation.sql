CREATE TABLE "installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid NOT NULL,
	"settled" boolean DEFAULT false NOT NULL,
	"isolation" text,
	CONSTRAINT "installation_only" CHECK ("installation"."only")
);
