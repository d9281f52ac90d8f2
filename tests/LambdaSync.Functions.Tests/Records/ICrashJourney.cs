namespace LambdaSync.Functions.Tests.Records;

/// <summary>Something that the handlers carry from one side to the other, and what has to be true when they have.</summary>
interface ICrashJourney
{
    /// <summary>Brings the rig to the point from which kills are tried.</summary>
    Task Begin(CrashRig rig);

    /// <summary>A person edits another field of the CRM record.</summary>
    Task Edit(CrashRig rig);

    /// <summary>Lets AWS take that edit, where it did not yet.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    Task<bool> AfterEdit(CrashRig rig);

    /// <summary>What is not as it has to be.</summary>
    Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited);
}
