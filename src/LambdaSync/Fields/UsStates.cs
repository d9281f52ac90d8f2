using System.Text.Json.Nodes;

namespace LambdaSync.Fields;

/// <summary>
/// The states of the United States: AWS takes them by full names of its own (standard values of the field sheet), and CRMs have the postal codes too.
/// </summary>
public static class UsStates
{
    const string Codes =
        "AL Alabama|AK Alaska|AS American Samoa|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC Dist. of Columbia|FM Federated States of Micronesia|FL Florida|GA Georgia|GU Guam|"
        + "HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MH Marshall Islands|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|"
        + "MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|MP Northern Mariana Islands|OH Ohio|OK Oklahoma|OR Oregon|PW Palau|"
        + "PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|VI Virgin Islands|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming";

    static readonly Dictionary<string, string> ByCode = Codes.Split('|').ToDictionary(state => state[..2], state => state[3..], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text is a postal code of a state.</summary>
    public static bool IsCode(string text) => ByCode.ContainsKey(text.Trim());

    /// <summary>AWS's name of a state, or the text as it is: it is no code.</summary>
    public static string Name(string text) => ByCode.GetValueOrDefault(text.Trim(), text);

    /// <summary>Gives the state of an opportunity in the United States AWS's name.</summary>
    public static void Name(JsonObject opportunity)
    {
        if ((opportunity["Customer"] as JsonObject)?["Account"] is JsonObject account && account["Address"] is JsonObject address && address["CountryCode"] is JsonValue country
            && country.ToString() == "US" && address["StateOrRegion"] is JsonValue state && state.ToString() is var text && Name(text) is var name && name != text)
            address["StateOrRegion"] = name;
    }
}
