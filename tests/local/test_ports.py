"""Ports: the wanted one, or the next that is free."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from local.ports import LOOPBACK, draw, is_free, take


@pytest.fixture
def taken() -> Iterator[int]:
    with closing(socket.socket()) as server:
        server.bind((LOOPBACK, draw(1)[0]))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_taken_without_a_word() -> None:
    said: list[str] = []
    [port] = draw(1)
    assert (take(port, "letters", said.append), said) == (port, [])


def test_when_the_wanted_port_is_taken_the_next_free_one_is_used_and_said(taken: int) -> None:
    said: list[str] = []
    port = take(taken, "letters", said.append)
    assert port > taken
    assert is_free(port)
    assert said == [f"port {taken} is taken: letters at {port}"]


def test_a_port_that_was_given_away_but_is_not_in_use_yet_is_not_given_twice() -> None:
    [port] = draw(1)
    assert take(port, "letters", print, but_not=[port]) > port


def test_a_port_is_free_again_right_after_its_server_has_closed_a_connection() -> None:
    with closing(socket.socket()) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((LOOPBACK, draw(1)[0]))
        server.listen()
        port = server.getsockname()[1]
        with closing(socket.create_connection((LOOPBACK, port))) as client:
            accepted, _ = server.accept()
            accepted.close()
            assert client.recv(1) == b""
    assert is_free(port)


def test_drawn_ports_differ() -> None:
    assert len(set(draw(20))) == 20
