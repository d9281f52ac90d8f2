using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Model;

/// <summary>A request against the model: what the service refuses before any rule of its own. Members it does not know pass.</summary>
sealed class RequestCheck(ApiModel model)
{
    readonly List<FieldError> _errors = [];

    public static IReadOnlyList<FieldError> Of(ApiModel model, string shape, JsonObject request)
    {
        var check = new RequestCheck(model);
        check.Structure(model.Shapes[shape], request, "");
        return check._errors;
    }

    void Value(string shapeName, JsonNode node, string path)
    {
        var shape = model.Shapes[shapeName];
        switch (shape.Type, node)
        {
            case ("structure", JsonObject json):
                Structure(shape, json, path);
                break;
            case ("list", JsonArray list):
                Range(shape, list.Count, path, "NOT_ENOUGH_VALUES", "TOO_MANY_VALUES", "values");
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item)
                        Value(shape.Member!, item, $"{path}[{i}]");
                    else
                        _errors.Add(new FieldError($"{path}[{i}]", "INVALID_VALUE", $"{path}[{i}] is null."));
                }

                break;
            case ("map", JsonObject map):
                foreach (var (key, value) in map.Where(m => m.Value is not null))
                    Value(shape.Member!, value!, $"{path}.{key}");
                break;
            case ("string", JsonValue text) when text.GetValueKind() == JsonValueKind.String:
                Text(shape, text.GetValue<string>(), path);
                break;
            case ("timestamp", JsonValue text) when text.GetValueKind() == JsonValueKind.String && DateTimeOffset.TryParse(text.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _):
                break;
            case ("epoch", JsonValue seconds) when seconds.GetValueKind() == JsonValueKind.Number:
            case ("boolean", JsonValue flag) when flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
            case ("document", _):
                break;
            case ("integer", JsonValue number) when number.GetValueKind() == JsonValueKind.Number && int.TryParse(number.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                Range(shape, whole, path, "VALUE_OUT_OF_RANGE", "VALUE_OUT_OF_RANGE", "");
                break;
            default:
                _errors.Add(new FieldError(path, "INVALID_VALUE", $"{path} is not a {shape.Type}."));
                break;
        }
    }

    void Structure(ApiModel.Shape shape, JsonObject json, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        foreach (var required in shape.Required.Where(r => json[r] is null))
            _errors.Add(FieldError.Required(prefix + required));
        if (shape.Union && json.Count(m => m.Value is not null) != 1)
            _errors.Add(new FieldError(path, "INVALID_VALUE", $"{path} takes exactly one member."));
        foreach (var (name, value) in json)
        {
            if (value is not null && shape.Members.TryGetValue(name, out var member))
                Value(member, value, prefix + name);
        }
    }

    void Text(ApiModel.Shape shape, string text, string path)
    {
        if (shape.Values.Count > 0)
        {
            if (!shape.Values.Contains(text, StringComparer.Ordinal))
                _errors.Add(new FieldError(path, "INVALID_ENUM_VALUE", $"{path} takes one of: {string.Join(", ", shape.Values)}."));
            return;
        }

        // AWS counts characters, not UTF-16 units.
        Range(shape, text.EnumerateRunes().Count(), path, "INVALID_STRING_FORMAT", "INVALID_STRING_FORMAT", "characters");
        if (shape.Pattern is { } pattern && !pattern.Matches(text))
            _errors.Add(new FieldError(path, "INVALID_STRING_FORMAT", $"{path} does not match {pattern.Text}."));
    }

    void Range(ApiModel.Shape shape, long count, string path, string tooFew, string tooMany, string unit)
    {
        if (count < shape.Min)
            _errors.Add(new FieldError(path, tooFew, $"{path} takes at least {shape.Min} {unit}".TrimEnd() + "."));
        if (count > shape.Max)
            _errors.Add(new FieldError(path, tooMany, $"{path} takes at most {shape.Max} {unit}".TrimEnd() + "."));
    }
}
