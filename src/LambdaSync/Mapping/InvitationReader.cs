using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Mapping;

/// <summary>Reads <c>invitation</c>.</summary>
static class InvitationReader
{
    public static InvitationMapping? Read(Place? place)
    {
        if (place?.Object("answer", "accept", "reject", "reason", "autoAccept", "owner", "status", "error", "initial", "holidays") is not { } members)
            return null;
        var answer = members.Text("answer");
        if (answer is null && (members.Has("accept") || members.Has("reject")))
            place.Value.Fail("'accept' and 'reject' list values of a field, and 'answer' does not name it.", "Add \"answer\": the CRM field in which a person answers.");
        // Without either there would be no answer to read.
        if (answer is not null && !members.Has("accept") && !members.Has("reject"))
            place.Value.Fail("'answer' names a field, and neither 'accept' nor 'reject' lists a value of it.", "Add \"accept\": [ ] and \"reject\": [ ] with the field's values.");
        var (accept, reject) = (Values(members.Find("accept")), Values(members.Find("reject")));
        foreach (var both in accept.Intersect(reject, StringComparer.Ordinal))
            place.Value.Fail($"{both} both accepts and rejects.", "Keep it in one of the two lists.");
        return new InvitationMapping(
            answer, accept, reject, members.Text("reason"), AutoAccept(members.Find("autoAccept")), Owner(members.Find("owner")), members.Text("status"), members.Text("error"))
        {
            Initial = Initial(members.Find("initial")),
            Holidays = [.. (members.Find("holidays")?.Items(atLeastOne: false) ?? []).Select(Day).OfType<DateOnly>()],
        };
    }

    static Dictionary<string, string> Initial(Place? place)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (place is not { } given)
            return values;
        if (given.Element.ValueKind != JsonValueKind.Object)
        {
            given.Fail("An object is expected here.", "Write { } with CRM fields and their values.");
            return values;
        }

        foreach (var (name, value) in given.Properties())
        {
            if (name.Length == 0)
                value.Fail("A CRM field is expected here.", "Write its name in quotes.");
            else if (value.Scalar() is { } scalar)
                values[name] = scalar;
        }

        return values;
    }

    static List<string> Values(Place? place) => place is { } list ? FieldReader.Distinct(list.Items(atLeastOne: true)) : [];

    // false says what is so without the member: a person answers.
    static IReadOnlyList<Condition>? AutoAccept(Place? place) =>
        place is not { } given || given.Element.ValueKind == JsonValueKind.False || given.Object("when") is not { } members
            ? null
            : ConditionReader.All(members.Required("when"));

    static OwnerMapping? Owner(Place? place) =>
        place?.Object("crm", "rules", "default") is not { } members || members.Required("crm")?.Text() is not { } crm ? null : new OwnerMapping(
            crm, [.. (members.Find("rules")?.Items(atLeastOne: false) ?? []).Select(Rule).OfType<OwnerRule>()], members.Find("default")?.Scalar());

    static OwnerRule? Rule(Place place) =>
        place.Object("when", "value") is { } members && members.Required("when") is { } when && members.Required("value")?.Scalar() is { } value
            ? new OwnerRule(ConditionReader.All(when), value)
            : null;

    static DateOnly? Day(Place place)
    {
        if (place.Element.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(place.Element.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        place.Fail("A day is expected here.", "Write it as yyyy-MM-dd.");
        return null;
    }
}
