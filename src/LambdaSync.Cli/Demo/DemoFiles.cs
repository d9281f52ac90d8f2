using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LambdaSync.Cli.Demo;

/// <summary>The demo's two deliveries: what AWS would write, good and bad, always the same bytes.</summary>
static class DemoFiles
{
    const int Count = 25;

    static readonly string[] Companies =
    [
        "Northwind Ferries", "Juniper Valley Clinic", "Harbor Light Insurance", "Cobalt Rail", "Maple Street Bank", "Orchard Robotics",
        "Silver Birch Energy", "Granite Peak Mining", "Blue Heron Publishing", "Copper Kettle Foods", "Redwood Telecom", "Summit Ski Lifts",
        "Tidewater Shipping", "Clover Field Farms", "Lantern Games", "Bright Quill Schools", "Amber Coast Hotels", "Iron Gate Security",
        "Willow Creek Water", "Falcon Ridge Air", "Pine Hollow Timber", "Meadowlark Music", "Stone Arch Builders", "Violet Sky Labs", "Riverbend Retail",
    ];

    static readonly string[] Industries = ["Travel", "Healthcare", "Financial Services", "Transportation & Logistics", "Software & Internet", "Energy - Power & Utilities"];

    static readonly string[] Stages = ["Prospect", "Qualified", "Technical Validation", "Business Validation", "Committed"];

    /// <summary>25 opportunities: a masked referral (5), a dummy identifier (9), and four bad ones (12, 15, 18, 21).</summary>
    public static byte[] First() => File(Enumerable.Range(0, Count).Select(i => i switch
    {
        5 => Record(i, r => Mask(r)),
        9 => Record(i, r => r["partnerCrmUniqueIdentifier"] = "X0001"),
        12 => Record(i, r => r["expectedMonthlyAwsRevenue"] = "about ten thousand"),
        15 => Record(i, r => r["partnerProjectTitle"] = string.Join(' ', Enumerable.Repeat("A title that the CRM has no room for.", 9))),
        18 => Record(i, _ => { }).Insert(1, "\"city\":\"Twice\","),
        21 => Record(i, r => r["stage"] = "Almost There"),
        _ => Record(i, _ => { }),
    }));

    /// <summary>The second delivery: updates, one record older than before, the referral after its acceptance, two of the bad ones mended.</summary>
    public static byte[] Second() => File(
    [
        Record(0, r => Later(r, ("stage", "Committed"), ("nextStep", "Contract review with procurement."))),
        Record(1, r => Later(r, ("expectedMonthlyAwsRevenue", 18500.5m))),
        Record(2, _ => { }),
        Record(3, _ => { }),
        Record(4, r => { r["stage"] = "Prospect"; r["lastModifiedDate"] = "2026-01-01T08:00:00.000Z"; }),
        Record(5, r => { r["opportunityOwnership"] = "AWS Referral"; Later(r, ("partnerAcceptanceStatus", "Accepted")); }),
        Record(12, r => Later(r)),
        Record(21, r => Later(r, ("stage", "Qualified"))),
    ]);

    static void Later(Dictionary<string, object?> record, params (string Name, object? Value)[] changes)
    {
        record["lastModifiedDate"] = "2026-03-02T09:30:00.000Z";
        foreach (var (name, value) in changes)
            record[name] = value;
    }

    static void Mask(Dictionary<string, object?> record)
    {
        record["opportunityOwnership"] = "AWS Referral";
        record["partnerAcceptanceStatus"] = null;
        foreach (var name in (string[])["customerFirstName", "customerLastName", "customerEmail", "customerPhone", "customerTitle", "streetAddress", "city", "postalCode"])
            record[name] = "Accept To View";
    }

    static string Record(int i, Action<Dictionary<string, object?>> change)
    {
        var company = Companies[i];
        var host = company.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() + ".example.com";
        var record = new Dictionary<string, object?>
        {
            ["apnCrmUniqueIdentifier"] = string.Create(CultureInfo.InvariantCulture, $"O{7100000 + i}"),
            ["partnerCrmUniqueIdentifier"] = null,
            ["partnerProjectTitle"] = company + ": move to AWS",
            ["customerCompanyName"] = company,
            ["customerWebsite"] = "https://" + host,
            ["customerFirstName"] = "Customer",
            ["customerLastName"] = "Contact " + (i + 1).ToString(CultureInfo.InvariantCulture),
            ["customerEmail"] = "contact@" + host,
            ["customerPhone"] = "+1206555" + (100 + i).ToString("D4", CultureInfo.InvariantCulture),
            ["customerTitle"] = "Head of IT",
            ["country"] = "United States",
            ["state"] = "Washington",
            ["city"] = "Seattle",
            ["postalCode"] = "98101",
            ["streetAddress"] = (100 + i).ToString(CultureInfo.InvariantCulture) + " Example Street",
            ["industry"] = Industries[i % Industries.Length],
            ["stage"] = Stages[i % Stages.Length],
            ["status"] = "Approved",
            ["targetCloseDate"] = string.Create(CultureInfo.InvariantCulture, $"2027-{1 + (i % 12):D2}-15"),
            ["expectedMonthlyAwsRevenue"] = 1000m + (i * 250.25m),
            ["projectDescription"] = company + " moves its main applications to AWS and wants help with the first three.",
            ["useCase"] = "Migration / Database Migration",
            ["deliveryModel"] = "SaaS or PaaS;Managed Services",
            ["salesActivities"] = "Initialized discussions with customer;Conducted POC / Demo",
            ["partnerPrimaryNeedFromAws"] = "Co-Sell - Technical Consultation;Co-Sell - Pricing Assistance",
            ["opportunityType"] = "Net New Business",
            ["opportunityOwnership"] = "Partner Referral",
            ["opportunityOwnerName"] = "Alliance Lead",
            ["opportunityOwnerEmail"] = "alliance@partner.example.com",
            ["aWSSalesRepName"] = "Account Representative",
            ["aWSSalesRepEmail"] = "representative@aws.example.com",
            ["IsOppFromMarketingActivity"] = "No",
            ["nextStep"] = null,
            ["closedLostReason"] = null,
            ["awsProducts"] = (string[])["Lambda", "DynamoDB"],
            ["solutionOffered"] = (string[])["S-0001234"],
            ["createdDate"] = "2026-01-15T10:00:00.000Z",
            ["lastModifiedDate"] = "2026-02-01T10:00:00.000Z",
        };
        change(record);
        return Json(record);
    }

    static byte[] File(IEnumerable<string> records) =>
        Encoding.UTF8.GetBytes("{\"version\":\"2.0\",\"spmsId\":\"1234567\",\"opportunities\":[\n" + string.Join(",\n", records) + "\n]}\n");

    static string Json(Dictionary<string, object?> record)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in record)
                Write(json, name, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case decimal number:
                json.WriteNumber(name, number);
                break;
            case string[] list:
                json.WriteStartArray(name);
                foreach (var item in list)
                    json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            default:
                json.WriteNull(name);
                break;
        }
    }
}
