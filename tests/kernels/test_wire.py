"""Packets: whole, in order, with files, from two senders."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxlib.kernels import wire


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


def test_a_message_of_any_size_and_any_text_arrives_whole(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    inbox = wire.Inbox(theirs)
    for content in ({}, {"a": "é\udcff\n"}, {"a": "x" * 59_990}, {"a": "x" * 150_000}):
        wire.send(ours, wire.pack(content), sender=wire.CHILD)
        assert inbox.receive() == wire.Message(wire.CHILD, content)


def test_files_come_along_and_are_not_inherited(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    with Path(os.devnull).open("rb") as file:
        wire.send(ours, b"{}", sender=wire.CLIENT, files=[file.fileno(), file.fileno()])
    message = wire.Inbox(theirs).receive()
    assert message is not None
    for received in message.files:
        assert os.fstat(received).st_rdev == Path(os.devnull).stat().st_rdev
        assert not os.get_inheritable(received)
        os.close(received)


def test_half_a_message_of_a_killed_sender_does_not_spoil_what_another_says(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = pair
    ours.send(wire.CHILD + b'^{"a": ')
    wire.send(ours, b'{"exit": -9}', sender=wire.TEMPLATE)
    assert wire.Inbox(theirs).receive() == wire.Message(wire.TEMPLATE, {"exit": -9})


def test_half_a_message_is_dropped_when_its_sender_begins_another(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    ours.send(wire.CHILD + b'^{"a": ')
    ours.send(wire.CHILD + b'+"x", ')
    wire.send(ours, b'{"do": "executed"}', sender=wire.CHILD)
    assert wire.Inbox(theirs).receive() == wire.Message(wire.CHILD, {"do": "executed"})


def test_what_others_say_while_one_is_waited_for_is_kept(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    for sender, content in ((wire.CHILD, b'{"n": 1}'), (wire.TEMPLATE, b'{"n": 2}'), (wire.CHILD, b'{"n": 3}')):
        wire.send(ours, content, sender=sender)
    inbox = wire.Inbox(theirs)
    first = inbox.receive_from(wire.TEMPLATE, 1)
    rest = [inbox.receive(), inbox.receive()]
    assert [message and message.content["n"] for message in (first, *rest)] == [2, 1, 3]


def test_a_sender_is_waited_for(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    later = threading.Timer(0.1, wire.send, (ours, b'{"n": 1}'), {"sender": wire.TEMPLATE})
    later.start()
    try:
        assert wire.Inbox(theirs).receive_from(wire.TEMPLATE, 60) == wire.Message(wire.TEMPLATE, {"n": 1})
    finally:
        later.join()


def test_silence_and_a_hang_up_are_told_apart(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    inbox = wire.Inbox(theirs)
    with pytest.raises(BlockingIOError):
        inbox.receive(wait=False)
    with pytest.raises(TimeoutError):
        inbox.receive_from(wire.TEMPLATE, 0.01)
    ours.close()
    assert inbox.receive(wait=False) is None
    assert inbox.receive_from(wire.TEMPLATE, 1) is None


def test_a_reader_that_does_not_read_stops_nobody_who_does_not_wait(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, _ = pair

    def send_for_ever() -> None:
        while True:
            wire.send(ours, b'"' + b"x" * 9999 + b'"', sender=wire.TEMPLATE, wait=False)

    with pytest.raises(BlockingIOError):
        send_for_ever()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_several_messages_go_as_one_and_come_out_in_their_order(count: int) -> None:
    messages = [{"do": "say", "text": f"{number} {chr(233)}"} for number in range(count)]
    assert wire.split(json.loads(wire.join([wire.pack(message) for message in messages]))) == messages
