using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Finds in a picklist the spelling that stands for one of AWS's values.</summary>
static class StandardValues
{
    /// <summary>The equal spelling; else the file exchange's ("United States" for US); else a variant of either; else null.</summary>
    public static string? InPicklist(string awsValue, ValueList? list, IReadOnlyCollection<string> picklist)
    {
        if (picklist.Contains(awsValue))
            return awsValue;
        var files = list?.FileSpellings.Where(s => s.Value == awsValue).Select(s => s.Key).Order(StringComparer.Ordinal).ToList() ?? [];
        return files.FirstOrDefault(picklist.Contains)
            ?? new[] { awsValue }.Concat(files).Select(spelling => Variants.Find(spelling, picklist)).FirstOrDefault(found => found is not null);
    }
}
