using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Control;

namespace LambdaSync.Simulation.Parts;

/// <summary>When somebody saves a record that LambdaSync works on.</summary>
enum CallMoment
{
    /// <summary>Right before LambdaSync reads it.</summary>
    Read,

    /// <summary>Right before LambdaSync's write.</summary>
    Write,

    /// <summary>Right after it.</summary>
    Written,
}

/// <summary>People and administrators of a Salesforce organization, and bad luck.</summary>
sealed class OrganizationPeople(SalesforceControl organization)
{
    static readonly string[] Objects = ["Opportunity", "Lead", "Account", "Contact"], Names = ["Id", "APN_CRM_Unique_Identifier__c"];

    /// <summary>Counts what may have changed a record, whoever did it.</summary>
    public long Writes { get; private set; }

    /// <summary>Called after each of these.</summary>
    public Action? Changed { get; set; }

    /// <summary>Called at moments of LambdaSync's calls, with the ids that it asks for or writes: people save at just that moment.</summary>
    public Action<CallMoment, IReadOnlyList<string>>? At { get; set; }

    public void Wrote()
    {
        Writes++;
        Changed?.Invoke();
    }

    /// <summary>Records are hidden, or other tools use the day's calls: what calls meet until it is over.</summary>
    public bool IsTroubled { get; set; }

    /// <summary>Faults that have not struck yet.</summary>
    public int WaitingFaults => organization.Do("faults", [])["waiting"]!.GetValue<int>();

    /// <param name="verb">Of the simulator's control panel.</param>
    /// <exception cref="ArgumentException">The organization refuses it.</exception>
    public JsonObject Do(string verb, JsonObject input)
    {
        var answer = organization.Do(verb, input);
        Wrote();
        return answer;
    }

    /// <summary>Change events that wait for their delivery.</summary>
    public JsonArray Events() => organization.Do("events", [])["events"]!.AsArray();

    /// <summary>All records that are not deleted.</summary>
    public IEnumerable<(string Object, string Id, byte[] Fields)> All() => Objects.SelectMany(crmObject => Shown(crmObject).Select(record => (crmObject, IdOf(record), Json(record))));

    /// <summary>The records of an object that are not deleted, hidden ones too.</summary>
    public IEnumerable<JsonObject> Shown(string crmObject) =>
        organization.Do("show", new JsonObject { ["object"] = crmObject })["records"]!.AsArray().Select(record => record!.AsObject()).Where(record => (bool?)record["IsDeleted"] != true);

    /// <summary>A record by its id or AWS's identifier.</summary>
    public JsonObject? Find(string crmObject, string value) => Shown(crmObject).FirstOrDefault(record => Names.Any(field => (string?)record[field] == value));

    public static string IdOf(JsonObject record) => record["Id"]!.GetValue<string>();

    /// <summary>A flat record, without what is empty.</summary>
    public static byte[] Json(JsonObject record) =>
        Encoding.UTF8.GetBytes(new JsonObject(record.Where(field => field.Key != "attributes" && field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString());
}
