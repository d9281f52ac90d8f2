using System.Text.Json;

namespace LambdaSync.Mapping;

/// <summary>Reads <c>status</c>.</summary>
static class StatusReader
{
    public static StatusMapping? Read(Place? place) =>
        place?.Object("syncStatus", "lastSync", "hasUpdates", "reviewStatus", "locked", "lastError", "readiness") is not { } members ? null : new StatusMapping(
            members.Text("syncStatus"), members.Text("lastSync"), Flag(members.Find("hasUpdates")), members.Text("reviewStatus"),
            Flag(members.Find("locked")), members.Text("lastError"))
        { Readiness = members.Text("readiness") };

    static StatusFlag? Flag(Place? place)
    {
        if (place is not { } flag)
            return null;
        if (flag.Element.ValueKind == JsonValueKind.String)
            return flag.Text() is { } crm ? new StatusFlag(crm) : null;
        if (flag.Element.ValueKind != JsonValueKind.Object)
        {
            flag.Fail("A CRM field is expected here, or a CRM field with its words for yes and no.", "Write the name of a boolean, or { \"crm\": \"...\", \"yes\": \"Yes\", \"no\": \"No\" } for a text.");
            return null;
        }

        var members = flag.Object("crm", "yes", "no");
        var (field, yes, no) = (members?.Required("crm")?.Text(), members?.Required("yes")?.Text(), members?.Required("no")?.Text());
        return field is null || yes is null || no is null ? null : new StatusFlag(field, Scalars.OfText(yes), Scalars.OfText(no));
    }
}
