using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Simulator.Control;

namespace LambdaSync.Cli.Demo;

/// <summary>The people of the demo: sellers in the CRM, an alliance manager with this tool, and AWS's people in Partner Central. They work on one record at a time.</summary>
/// <param name="aws">Where AWS's people work, or null: their side is no Partner Central.</param>
/// <param name="command">Sends a command; null: this transport has none.</param>
sealed class DemoPeople(IDemoCrm crm, ControlPanel? aws = null, Func<CommandDocument, Task>? command = null)
{
    public const string Opportunity = "Opportunity", Lead = "Lead", AwsIdField = "APN_CRM_Unique_Identifier__c";

    /// <summary>The CRM's object of the record.</summary>
    public string CrmObject { get; private set; } = Opportunity;

    /// <summary>The record's id in the CRM; empty as long as the CRM does not have it.</summary>
    public string CrmId { get; set; } = "";

    /// <summary>The record's identifier at AWS: of an invitation, an engagement or an opportunity; empty as long as it is not known.</summary>
    public string AwsId { get; set; } = "";

    /// <exception cref="InvalidOperationException">The CRM refuses the record.</exception>
    public async Task Create(JsonObject record)
    {
        Begin(Opportunity, "");
        CrmId = await crm.Create(CrmObject, record);
    }

    /// <exception cref="InvalidOperationException">The CRM refuses a value.</exception>
    public Task Edit(JsonObject fields) => crm.Edit(CrmObject, CrmId, fields);

    /// <summary>As AWS's people: a verb of the simulator's control panel, on the record.</summary>
    public Task AtAws(string verb, JsonObject input)
    {
        input["id"] = AwsId;
        aws!.Do(verb, input);
        return Task.CompletedTask;
    }

    /// <summary>As AWS's people: an invitation, which is the record from now on.</summary>
    /// <param name="verb">Of the simulator's control panel.</param>
    /// <param name="crmObject">What the CRM keeps it as.</param>
    public Task Invite(string verb, JsonObject input, string crmObject)
    {
        var invitation = aws!.Do(verb, input);
        Begin(crmObject, invitation["id"]!.GetValue<string>());
        return Task.CompletedTask;
    }

    /// <summary>A command without arguments, as this tool and the CRM's buttons send it, on the record.</summary>
    public Task Command(string verb) => command!(new CommandDocument(verb, [AwsId], new Dictionary<string, string>()));

    /// <summary>The record that people work on from now on.</summary>
    public void Begin(string crmObject, string awsId) => (CrmObject, CrmId, AwsId) = (crmObject, "", awsId);
}
