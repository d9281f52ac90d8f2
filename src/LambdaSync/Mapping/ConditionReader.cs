namespace LambdaSync.Mapping;

/// <summary>Reads the conditions of <c>when</c>.</summary>
static class ConditionReader
{
    /// <summary>The words of <see cref="Comparison"/>, in its order.</summary>
    public static readonly string[] Words = ["eq", "ne", "gte", "lte", "gt", "lt", "in", "exists"];

    public static IReadOnlyList<Condition> All(Place? place) =>
        place is { } list ? [.. list.Items(atLeastOne: false).Select(Read).OfType<Condition>()] : [];

    static Condition? Read(Place place)
    {
        if (place.Object(["aws", "crm", .. Words]) is not { } members)
            return null;
        var side = members.ExactlyOne("aws", "crm");
        var aws = members.Text("aws");
        var crm = members.Text("crm");
        if (members.ExactlyOne(Words) is not { } word || members.Find(word) is not { } operand || side is null)
            return null;
        var comparison = (Comparison)Array.IndexOf(Words, word);
        return new Condition(aws, crm, comparison, Operands(comparison, operand));
    }

    static List<string> Operands(Comparison comparison, Place operand)
    {
        switch (comparison)
        {
            case Comparison.In:
                return FieldReader.Distinct(operand.Items(atLeastOne: true));
            case Comparison.Exists:
                return [operand.Flag() ? "true" : "false"];
            case Comparison.Equal or Comparison.NotEqual:
                return operand.Scalar() is { } scalar ? [scalar] : [];
            default:
                if (operand.Scalar() is { } bound && bound is not ("true" or "false"))
                    return [bound];
                if (operand.Element.ValueKind is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False)
                    operand.Fail("true and false have no order.", "Compare with eq or ne, or with a number, a date or a text.");
                return [];
        }
    }
}
