using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>Members that the model types as text and that take published values only: "values only from predefined lists but not natively available in the SDKs" (release notes, RC 1).</summary>
static class PredefinedLists
{
    // API_Project, CustomerUseCase. AWS's pages write the slashes with and without spaces: both are taken.
    static readonly string[] UseCases =
    [
        "AI Machine Learning and Analytics", "Archiving", "Big Data: Data Warehouse/Data Integration/ETL/Data Lake/BI", "Blockchain", "Business Applications: Mainframe Modernization",
        "Business Applications & Contact Center", "Business Applications & SAP Production", "Centralized Operations Management", "Cloud Management Tools",
        "Cloud Management Tools & DevOps with Continuous Integration & Continuous Delivery (CICD)", "Configuration, Compliance & Auditing", "Connected Services", "Containers & Serverless",
        "Content Delivery & Edge Services", "Database", "Edge Computing/End User Computing", "Energy", "Enterprise Governance & Controls", "Enterprise Resource Planning", "Financial Services",
        "Healthcare and Life Sciences", "High Performance Computing", "Hybrid Application Platform", "Industrial Software", "IOT", "Manufacturing, Supply Chain and Operations",
        "Media & High performance computing (HPC)", "Migration/Database Migration", "Monitoring, logging and performance", "Monitoring & Observability", "Networking", "Outpost", "SAP",
        "Security & Compliance", "Storage & Backup", "Training", "VMC", "VMWare", "Web development & DevOps",
    ];

    // API_Project, ApnPrograms; the field sheet writes ISV for IS.
    static readonly string[] Programs =
    [
        "APN Immersion Days", "APN Solution Space", "ATO (Authority to Operate)", "AWS Marketplace Campaign", "IS Immersion Day SFID Program", "ISV Immersion Day SFID Program", "ISV Workload Migration",
        "Migration Acceleration Program", "P3", "Partner Launch Initiative", "Partner Opportunity Acceleration Funded", "The Next Smart", "VMware Cloud on AWS", "Well-Architected", "Windows",
        "Workspaces/AppStream Accelerator Program", "WWPS NDPP",
    ];

    // API_Marketing, UseCases.
    static readonly string[] MarketingUseCases =
    [
        "AI/ML", "Analytics", "Application Integration", "Blockchain", "Business Applications", "Cloud Financial Management", "Compute", "Containers", "Customer Engagement", "Databases",
        "Developer Tools", "End User Computing", "Front End Web & Mobile", "Game Tech", "IoT", "Management & Governance", "Media Services", "Migration & Transfer",
        "Networking & Content Delivery", "Quantum Technologies", "Robotics", "Satellite", "Security", "Serverless", "Storage", "VR & AR",
    ];

    /// <summary>What is of no list, value by value.</summary>
    public static IEnumerable<FieldError> Check(JsonObject body) =>
    [
        .. Of(body["Project"]?["CustomerUseCase"], "Project.CustomerUseCase", UseCases),
        .. Each(body["Project"]?["ApnPrograms"], "Project.ApnPrograms", Programs),
        .. Each(body["Marketing"]?["UseCases"], "Marketing.UseCases", MarketingUseCases),
    ];

    static IEnumerable<FieldError> Each(JsonNode? values, string path, string[] list) =>
        values is JsonArray array ? array.SelectMany((value, i) => Of(value, $"{path}[{i}]", list)) : [];

    static IEnumerable<FieldError> Of(JsonNode? value, string path, string[] list)
    {
        if (value?.GetValue<string>() is { Length: > 0 } text && !list.Contains(text.Replace(" / ", "/", StringComparison.Ordinal), StringComparer.Ordinal))
            yield return new FieldError(path, "INVALID_ENUM_VALUE", $"{path} takes a value of the published list.");
    }
}
