using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Control;

/// <summary>The verb "settings": what is left out stays.</summary>
static class SalesforceSettingVerbs
{
    public static JsonObject Set(Organization organization, JsonObject input)
    {
        SetLogin(organization, input);
        SetLimits(organization, input);
        if (input.Flag("multipleCurrencies") == true && !organization.Settings.HasMultipleCurrencies)
            Currencies.Enable(organization);
        if (input.Flag("personAccounts") == true && !organization.Settings.HasPersonAccounts)
            PersonAccounts.Enable(organization);
        return [];
    }

    // {"instanceUrl": "https://example.my.salesforce.com", "myDomain": false, "runAsUser": false, "approved": false, "sessionSeconds": 7200, "apiEnabled": false, "viewSetup": false, "organizationId": "00D...", "sandbox": true}
    static void SetLogin(Organization organization, JsonObject input)
    {
        var settings = organization.Settings;
        settings.InstanceUrl = input.Text("instanceUrl") ?? settings.InstanceUrl;
        settings.IsMyDomain = input.Flag("myDomain") ?? settings.IsMyDomain;
        settings.HasRunAsUser = input.Flag("runAsUser") ?? settings.HasRunAsUser;
        settings.IsApiEnabled = input.Flag("apiEnabled") ?? settings.IsApiEnabled;
        settings.HasViewSetup = input.Flag("viewSetup") ?? settings.HasViewSetup;
        organization.Sessions.IsApproved = input.Flag("approved") ?? organization.Sessions.IsApproved;
        organization.Sessions.Lifetime = input.Seconds("sessionSeconds") ?? organization.Sessions.Lifetime;
        if (input.Text("organizationId") is { } id)
            organization.Rename(RecordId.Normal(id) ?? throw new ArgumentException("organizationId is no id."));
        if (input.Flag("sandbox") is { } sandbox)
            organization.Rows[organization.OrganizationId].Values["IsSandbox"] = sandbox;
    }

    // {"oldestVersion": 41, "newestVersion": 68, "maxPage": 7, "exponents": false, "duplicateKey": "duplicateResult", "badFieldRefusesAll": false, "deleteLogSeconds": 7200, "dailyCalls": 15000, "maxLongRequests": 5}
    static void SetLimits(Organization organization, JsonObject input)
    {
        var settings = organization.Settings;
        settings.OldestVersion = input["oldestVersion"]?.GetValue<int>() ?? settings.OldestVersion;
        settings.NewestVersion = input["newestVersion"]?.GetValue<int>() ?? settings.NewestVersion;
        settings.MaxPage = Math.Max(1, input["maxPage"]?.GetValue<int>() ?? settings.MaxPage);
        settings.HasExponents = input.Flag("exponents") ?? settings.HasExponents;
        settings.DuplicateKey = input.Text("duplicateKey") ?? settings.DuplicateKey;
        settings.BadFieldRefusesAll = input.Flag("badFieldRefusesAll") ?? settings.BadFieldRefusesAll;
        settings.DeleteLog = input.Seconds("deleteLogSeconds") ?? settings.DeleteLog;
        settings.MaxLongRequests = input["maxLongRequests"]?.GetValue<int>() ?? settings.MaxLongRequests;
        organization.Usage.Max = input["dailyCalls"]?.GetValue<int>() ?? organization.Usage.Max;
    }
}
